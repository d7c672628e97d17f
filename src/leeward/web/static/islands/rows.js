// A cursor in tables: j and k (or the arrows) move it, enter opens the row's first link. The row also gets the focus of a
// screen reader, because it is the link in it that is focused.

function table() {
  return document.querySelector("table[data-cursor]");
}

function links(body) {
  return [...body.querySelectorAll("tbody tr")].map((row) => row.querySelector("a[href]")).filter(Boolean);
}

function move(step) {
  const all = links(table());
  if (!all.length) return;
  const at = all.findIndex((link) => link.closest("tr").classList.contains("cursor"));
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
  all[at]?.closest("tr").classList.remove("cursor");
  const row = all[next].closest("tr");
  row.classList.add("cursor");
  all[next].focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !table() || document.querySelector("dialog[open]")) return;
  if (event.target.matches("input, textarea, select, [contenteditable]")) return;
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  if (event.key.startsWith("Arrow") && !event.target.closest("table") && event.target !== document.body) return;
  event.preventDefault();
  move(step);
});
