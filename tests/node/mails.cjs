// What mailparser reads in each mail. In: a JSON list of mails in base64; out: a JSON list.
"use strict";
const { simpleParser } = require("mailparser");
const { exchange } = require("./exchange.cjs");

const addresses = (field) => (field ? field.value.map(({ name, address }) => ({ name, address })) : []);

async function read(mail) {
  const read = await simpleParser(Buffer.from(mail, "base64"), { skipImageLinks: true, skipTextToHtml: true });
  return {
    subject: read.subject,
    from: addresses(read.from),
    to: addresses(read.to),
    replyTo: addresses(read.replyTo),
    messageId: read.messageId,
    date: read.date.toISOString(),
    list: read.headers.get("list") ?? null,
    lines: read.headerLines.map(({ key, line }) => [key, line]),
    text: read.text,
    html: read.html || null,
    attachments: read.attachments.map(({ contentType, filename, related, content }) => ({
      contentType,
      filename: filename ?? null,
      related,
      content: content.toString("utf8"),
    })),
  };
}

exchange((mails) => Promise.all(mails.map(read)));
