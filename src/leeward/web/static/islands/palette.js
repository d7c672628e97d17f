// Ctrl K: go to a place, or do what a button of this page does, by a few letters of its name.

const dialog = document.getElementById("palette");
const input = dialog?.querySelector("input");
const list = dialog?.querySelector("[role=listbox]");
let shown = [];
let chosen = 0;

function words(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, svg").forEach((part) => part.remove());
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function everything() {
  const places = [...document.querySelectorAll(".rail li a")].map((link) => ({
    words: words(link),
    from: link.closest("section").getAttribute("aria-label"),
    key: link.dataset.go ? `g ${link.dataset.go}` : "",
    act: () => link.click(),
  }));
  const does = [...document.querySelectorAll("main [data-key], main [data-does]")]
    .filter((control) => !control.disabled && control.checkVisibility())
    .map((control) => ({
      words: control.dataset.does ?? words(control),
      from: "On this page",
      key: control.dataset.key ?? "",
      act: () => (control.matches("input, textarea, select") ? control.focus() : control.click()),
    }));
  return [...does, ...places].filter((entry) => entry.words);
}

function fits(entry, sought) {
  const text = `${entry.words} ${entry.from}`.toLowerCase();
  return sought.every((part) => text.includes(part));
}

function option(entry, index) {
  const item = document.createElement("div");
  const said = document.createElement("span");
  const from = document.createElement("span");
  item.setAttribute("role", "option");
  item.id = `palette-${index}`;
  item.setAttribute("aria-selected", String(index === chosen));
  said.textContent = entry.words;
  from.textContent = entry.key ? `${entry.from} · ${entry.key}` : entry.from;
  from.className = "soft";
  item.append(said, from);
  item.addEventListener("click", () => take(index));
  return item;
}

function draw() {
  const sought = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  shown = everything().filter((entry) => fits(entry, sought));
  chosen = Math.min(chosen, Math.max(0, shown.length - 1));
  list.replaceChildren(...shown.map(option));
  dialog.querySelector("[data-none]").hidden = shown.length > 0;
  input.setAttribute("aria-activedescendant", shown.length ? `palette-${chosen}` : "");
  list.children[chosen]?.scrollIntoView({ block: "nearest" });
}

function take(index) {
  const entry = shown[index];
  dialog.close();
  entry?.act();
}

function open() {
  input.value = "";
  chosen = 0;
  dialog.showModal();
  draw();
}

function move(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    chosen = (chosen + step + shown.length) % Math.max(1, shown.length);
    draw();
  } else if (event.key === "Enter") {
    event.preventDefault();
    take(chosen);
  }
}

if (dialog) {
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    dialog.open ? dialog.close() : open();
  });
  document.querySelector("[data-open=palette]")?.addEventListener("click", open);
  input.addEventListener("input", () => {
    chosen = 0;
    draw();
  });
  input.addEventListener("keydown", move);
}
