// JSON in, JSON out: how a test talks to these scripts.
"use strict";

exports.exchange = async function exchange(answer) {
  const pieces = [];
  for await (const piece of process.stdin) pieces.push(piece);
  process.stdout.write(JSON.stringify(await answer(JSON.parse(Buffer.concat(pieces).toString("utf8")))));
};
