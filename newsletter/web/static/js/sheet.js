// Paper cards at a table: each row is kept on this device before it is sent, and forgotten when it has arrived. A row
// carries a key, so that one whose answer got lost on the way is entered once when it is sent again.

const form = document.querySelector("form[data-sheet]");
const log = document.querySelector(".sheet-log");
const shelf = `cards:${location.pathname}`;
const OFTEN_MS = 10_000;
const OF_THE_CARD = ["email", "given_name", "family_name", "local"];

let rows = read();
let isSending = false;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!form.email.value.trim()) return form.email.focus();
  rows.push({ key: crypto.randomUUID(), typed: typed() });
  keep();
  for (const name of OF_THE_CARD) form.elements[name].value = "";
  form.email.focus();
  send();
});
window.addEventListener("online", send);
setInterval(send, OFTEN_MS);
show();
send();

function typed() {
  const all = [...new FormData(form)].filter(([name]) => name !== "csrf_token" && name !== "key");
  return all.map(([name, value]) => [name, value.trim()]);
}

async function send() {
  if (isSending) return;
  isSending = true;
  try {
    for (const row of rows.filter((one) => !one.problem)) if (!(await deliver(row))) break;
  } finally {
    isSending = false;
    show();
  }
}

// True where the server has heard of the row, whatever it said.
async function deliver(row) {
  const body = new URLSearchParams([...row.typed, ["key", row.key], ["csrf_token", form.csrf_token.value]]);
  let answer, said;
  try {
    answer = await fetch(location.pathname, { method: "POST", body, headers: { Accept: "application/json" } });
    said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
  } catch {
    return false;
  }
  if (answer.ok && said) {
    done(row, said.text);
  } else if (answer.status === 422 && said) {
    row.problem = Object.values(said.problems).join(" ");
    keep();
  } else {
    if (answer.redirected) tell(form.dataset.signedOut);
    else await renew();
    return false;
  }
  return true;
}

// A token grows old while there is no line.
async function renew() {
  try {
    const page = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), "text/html");
    const token = page.querySelector("form[data-sheet] [name=csrf_token]");
    if (token) form.csrf_token.value = token.value;
    else tell(form.dataset.signedOut);
  } catch {
    // no line: the next turn tries again
  }
}

function done(row, text) {
  rows = rows.filter((one) => one !== row);
  keep();
  const line = document.createElement("li");
  line.append(`${address(row)}: ${text}`);
  log.querySelector("ol").prepend(line);
  tell(line.textContent);
}

function show() {
  log.hidden = !rows.length && !log.querySelector("li");
  for (const old of log.querySelectorAll("[data-waiting]")) old.remove();
  for (const row of rows) log.querySelector("ol").prepend(waiting(row));
}

function waiting(row) {
  const line = document.createElement("li");
  line.dataset.waiting = "";
  line.append(`${address(row)}: ${row.problem ?? form.dataset.waits} `);
  if (row.problem) {
    line.append(button(form.dataset.again, () => again(row)), " ", button(form.dataset.drop, () => drop(row)));
  }
  return line;
}

function button(text, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "button", textContent: text, onclick: act });
  return made;
}

function again(row) {
  for (const [name, value] of row.typed) if (OF_THE_CARD.includes(name)) form.elements[name].value = value;
  drop(row);
  form.email.focus();
}

function drop(row) {
  rows = rows.filter((one) => one !== row);
  keep();
  show();
}

function address(row) {
  return row.typed.find(([name]) => name === "email")[1];
}

function tell(text) {
  log.hidden = false;
  log.querySelector("[role=status]").textContent = text;
}

function read() {
  return JSON.parse(localStorage.getItem(shelf) ?? "[]");
}

function keep() {
  if (rows.length) localStorage.setItem(shelf, JSON.stringify(rows));
  else localStorage.removeItem(shelf);
  show();
}
