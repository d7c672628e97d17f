// Moments in the reader's own zone; the zone and UTC stand in the tooltip. What remains is counted on, twice a minute.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" });
const utc = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });
const NARROW = "\u202f";

function shown(at, form) {
  const today = new Date();
  if (form === "time") return clock.format(at);
  if (form === "date") return day.format(at);
  if (form === "full") return `${day.format(at)}, ${clock.format(at)}`;
  if (at.toDateString() === today.toDateString()) return clock.format(at);
  const date = at.getFullYear() === today.getFullYear() ? short : day;
  return `${date.format(at)}, ${clock.format(at)}`;
}

function span(seconds) {
  const steps = [["d", 86400, "h", 3600], ["h", 3600, "min", 60]];
  for (const [unit, size, lesser, small] of steps) {
    if (seconds < size) continue;
    const rest = Math.floor((seconds % size) / small);
    const whole = `${Math.floor(seconds / size)}${NARROW}${unit}`;
    return rest ? `${whole} ${rest}${NARROW}${lesser}` : whole;
  }
  return seconds < 60 ? `${seconds}${NARROW}s` : `${Math.floor(seconds / 60)}${NARROW}min`;
}

function localise(root) {
  for (const time of root.querySelectorAll("time[datetime]:not([data-local])")) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.valueOf())) continue;
    time.dataset.local = "yes";
    time.title = `${exact.format(at)} (${zone}) · ${utc.format(at)} UTC`;
    time.textContent = shown(at, time.dataset.form);
  }
}

function count(root) {
  const now = Date.now();
  for (const rest of root.querySelectorAll("[data-due]")) {
    const left = Math.round((new Date(rest.dataset.due) - now) / 1000);
    const words = left >= 0 ? `in ${span(left)}` : `${span(-left)} late`;
    if (rest.textContent !== words) rest.textContent = words;
  }
}

function all(root) {
  localise(root);
  count(root);
}

all(document);
document.addEventListener("htmx:after:settle", () => all(document));
setInterval(() => document.hidden || count(document), 30_000);
