// What an HTML validator says of each page. In: a JSON list of pages; out: a list of findings for each.
//
// The standard's own rules and the accessibility ones. Left out is what mail programs force on everybody:
// Outlook reads tables and presentational attributes, most read style sheets only in part, so styles stand inline.
"use strict";
const { HtmlValidate } = require("html-validate");
const { exchange } = require("./exchange.cjs");

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y", "html-validate:document"],
  rules: {
    "no-deprecated-attr": "off", // align, bgcolor, border, width: the only ones Outlook for Windows obeys
  },
});

const validate = async (page) => {
  const report = await validator.validateString(page);
  return report.results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, column }) => `${line}:${column} ${ruleId}: ${message}`),
  );
};

exchange((pages) => Promise.all(pages.map(validate)));
