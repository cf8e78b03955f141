// What mailauth says of the DKIM signatures of each mail. In: a JSON list of objects in JSON (mail in base64, records
// by name, the time); out: a JSON list of lists.
"use strict";
const { dkimVerify } = require("mailauth/lib/dkim/verify");
const { exchange } = require("./exchange.cjs");

function resolver(records) {
  return async (name, type) => {
    if (type === "TXT" && records[name]) return [records[name].match(/.{1,255}/g)];
    throw Object.assign(new Error(`no ${type} for ${name}`), { code: "ENOTFOUND" });
  };
}

async function verify(question) {
  const { mail, records, time } = JSON.parse(question);
  const { results } = await dkimVerify(Buffer.from(mail, "base64"), { resolver: resolver(records), curTime: new Date(time) });
  return results.map(({ algo, signingDomain, status }) => ({
    algorithm: algo,
    domain: signingDomain,
    result: status.result,
    aligned: status.aligned || null,
    comment: status.comment || null,
  }));
}

exchange((questions) => Promise.all(questions.map(verify)));
