// Comforts on staff pages that already work without them: menus that close by
// themselves, "/" for the search, "?" for the list of keys.

const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenus();
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "/") focusOn(event, "[type=search]");
  if (event.key === "?") focusOn(event, "#keys > summary");
});

function closeMenus() {
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
}

function isTyping(element) {
  return element.matches("input, textarea, select, [contenteditable]");
}

function focusOn(event, selector) {
  const element = document.querySelector(selector);
  if (!element) return;
  event.preventDefault();
  element.focus();
  if (element.parentElement.matches("details")) element.parentElement.open = true;
}
