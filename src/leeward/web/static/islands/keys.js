// The keyboard. A control says its own key in data-key; a place of the rail says its letter after g in data-go.
// The ? overlay is read off the page, so it can never say anything else than what the keys do.

const NAMED = { " ": "space", escape: "esc", arrowup: "up", arrowdown: "down" };
let waiting = 0; // until when a letter after g is awaited

function name(event) {
  const key = event.key.toLowerCase();
  return NAMED[key] ?? key;
}

function typing(target) {
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=submit])");
}

function works(element) {
  return !element.disabled && element.getAttribute("aria-disabled") !== "true" && element.checkVisibility();
}

function find(attribute, key) {
  return [...document.querySelectorAll(`[${attribute}="${CSS.escape(key)}"]`)].find((element) => attribute === "data-go" || works(element));
}

function press(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open]")) return;
  const key = name(event);
  if (typing(event.target)) {
    if (key === "esc" && event.target.matches("textarea, select")) event.target.blur();
    return;
  }
  const onControl = event.target.matches("button, a[href], summary, [role=button], input");
  if (onControl && (key === "enter" || key === "space")) return;
  if (Date.now() < waiting) {
    waiting = 0;
    const place = find("data-go", key);
    if (place) {
      event.preventDefault();
      place.click();
    }
    return;
  }
  if (key === "g") {
    waiting = Date.now() + 1500;
    return;
  }
  const control = find("data-key", key);
  if (!control) return;
  event.preventDefault();
  control.matches("input, textarea, select") ? control.focus() : control.click();
}

function label(element) {
  if (element.dataset.does) return element.dataset.does;
  if (element.getAttribute("aria-label")) return element.getAttribute("aria-label");
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, svg").forEach((part) => part.remove());
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function line(key, words) {
  const item = document.createElement("li");
  const shown = document.createElement("kbd");
  const said = document.createElement("span");
  shown.textContent = key;
  said.textContent = words;
  item.append(said, shown);
  return item;
}

function lines() {
  const here = [...document.querySelectorAll("[data-key]")].filter(works).map((e) => [e.dataset.key, label(e)]);
  const rows = document.querySelector("table[data-cursor]") ? [["j k", "Next, previous row"], ["enter", "Open the row"]] : [];
  const places = [...document.querySelectorAll("[data-go]")].map((e) => [`g ${e.dataset.go}`, `Go to ${label(e)}`]);
  return { "On this page": [...rows, ...here], "Go to": [["Ctrl K", "Anything"], ...places] };
}

function overlay() {
  const dialog = document.getElementById("keys");
  const body = dialog.querySelector("[data-lines]");
  body.replaceChildren();
  for (const [title, pairs] of Object.entries(lines())) {
    const head = document.createElement("h3");
    const list = document.createElement("ul");
    head.textContent = title;
    list.className = "keys";
    list.append(...pairs.map(([key, words]) => line(key, words)));
    body.append(head, list);
  }
  dialog.showModal();
}

document.addEventListener("keydown", press);
document.querySelector("[data-open=keys]")?.addEventListener("click", overlay);
