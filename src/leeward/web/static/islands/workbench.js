// The editor of Explore: Ctrl Enter runs, Esc stops, completion by keyboard, fields for parameters as they are written.

const editor = document.querySelector("textarea[data-complete]");
const offers = document.getElementById("offers");
const MOST = 8;
let known = null;
let shown = [];
let chosen = 0;

function wordBefore() {
  const before = editor.value.slice(0, editor.selectionStart);
  return before.match(/[A-Za-z_][A-Za-z0-9_.]*$/)?.[0] ?? "";
}

function tablesNamed() {
  const text = editor.value.toLowerCase();
  return Object.keys(known.tables).filter((name) => new RegExp(`\\b${name.replace(".", "\\.")}\\b`).test(text));
}

function candidates(word) {
  const here = tablesNamed();
  const columns = here.flatMap((table) => known.tables[table].map((name) => ({ text: name, from: table })));
  const tables = Object.keys(known.tables).map((name) => ({ text: name, from: "table" }));
  const rest = [
    ...known.words.map((name) => ({ text: name, from: "SQL" })),
    ...known.functions.map((name) => ({ text: `${name}(`, from: "function" })),
  ];
  const after = /\b(from|join)\s+[a-z_.]*$/i.test(editor.value.slice(0, editor.selectionStart));
  const all = after ? tables : [...columns, ...tables, ...rest];
  const seen = new Set();
  const part = word.split(".").at(-1).toLowerCase();
  const sought = after ? word.toLowerCase() : part;
  return all
    .filter((each) => {
      const text = each.text.toLowerCase();
      const fits = text.startsWith(sought) && text !== sought && !seen.has(text);
      if (fits) seen.add(text);
      return fits;
    })
    .slice(0, MOST);
}

function hide() {
  shown = [];
  offers.hidden = true;
  offers.replaceChildren();
  editor.setAttribute("aria-expanded", "false");
  editor.removeAttribute("aria-activedescendant");
}

function option(each, index) {
  const item = document.createElement("div");
  const from = document.createElement("span");
  item.id = `offer-${index}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", String(index === chosen));
  item.append(each.text, " ");
  from.className = "soft";
  from.textContent = each.from;
  item.append(from);
  item.addEventListener("mousedown", (event) => {
    event.preventDefault();
    take(index);
  });
  return item;
}

function draw() {
  offers.replaceChildren(...shown.map(option));
  offers.hidden = shown.length === 0;
  editor.setAttribute("aria-expanded", String(shown.length > 0));
  if (shown.length) editor.setAttribute("aria-activedescendant", `offer-${chosen}`);
}

function insert(text, back = 0) {
  const start = editor.selectionStart - back;
  editor.setRangeText(text, start, editor.selectionEnd, "end");
  editor.focus();
}

function take(index) {
  const word = wordBefore();
  const text = shown[index].text;
  const part = shown[index].from === "table" ? word : word.split(".").at(-1);
  insert(text, part.length);
  hide();
}

async function offer() {
  known ??= await (await fetch(editor.dataset.complete, { headers: { accept: "application/json" } })).json();
  const word = wordBefore();
  shown = word.length > 0 ? candidates(word) : [];
  chosen = 0;
  if (shown.length) draw();
  else hide();
}

function parameterNames() {
  const plain = editor.value.replace(/'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\//g, " ");
  const found = [...plain.matchAll(/(?:^|[^:\w\]])[:$]([A-Za-z_]\w*)/g)].map((match) => match[1]);
  return [...new Set(found)];
}

function fields() {
  const place = document.getElementById("parameters");
  const names = parameterNames();
  const there = [...place.querySelectorAll("input")].map((input) => input.name.slice("value-".length));
  if (names.join(" ") === there.join(" ")) return;
  const typed = new Map([...place.querySelectorAll("input")].map((input) => [input.name, input.value]));
  place.replaceChildren(
    ...names.flatMap((name) => {
      const label = document.createElement("label");
      const input = document.createElement("input");
      input.id = input.name = `value-${name}`;
      input.value = typed.get(input.name) ?? "";
      input.autocomplete = "off";
      label.htmlFor = input.id;
      label.textContent = name;
      return [label, input];
    }),
  );
}

function pressed(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    hide();
    document.getElementById("run").click();
  } else if (event.target === editor && shown.length) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : shown.length - 1)) % shown.length;
      draw();
    } else if (event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      hide();
    }
  } else if (event.key === "Escape") {
    document.getElementById("stop")?.click();
  }
}

function narrowed(event) {
  const sought = event.target.value.trim().toLowerCase().split(/\s+/);
  for (const table of document.querySelectorAll(`${event.target.dataset.narrow} details`)) {
    table.hidden = !sought.every((part) => table.dataset.words.includes(part));
  }
}

if (editor) {
  editor.addEventListener("input", () => {
    offer();
    fields();
  });
  editor.addEventListener("blur", hide);
  document.addEventListener("keydown", pressed);
  document.querySelector("[data-narrow]")?.addEventListener("input", narrowed);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (button) insert(button.dataset.insert);
  });
}
