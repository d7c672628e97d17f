// A step that asks for a reason first: opened, it has the focus on its first choice; 1, 2, 3 ... choose, enter sends, esc closes.

function first(step) {
  return step.querySelector("input[type=radio]:checked, input:not([type=hidden]), select, textarea");
}

function choose(step, digit) {
  const radio = step.querySelectorAll("input[type=radio]")[digit - 1];
  if (!radio) return;
  radio.checked = true;
  radio.focus();
}

document.addEventListener("toggle", (event) => {
  if (event.target.matches("details.step[open]")) first(event.target)?.focus();
}, true);

// After an answer, what comes next is in sight.
document.addEventListener("htmx:after:settle", () => {
  document.querySelector("#decide .tree .asked, #decide .tree .ends")?.scrollIntoView({ block: "nearest" });
});

// Before the keys of the page: within an open step a digit is a reason, not an answer.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  // The focus comes a moment after a step has opened; escape closes it all the same.
  const open = event.key === "Escape" ? document.querySelector("details.step[open]") : null;
  const step = event.target.closest("details.step[open]") || open;
  if (!step) return;
  if (event.key === "Escape") {
    event.preventDefault();
    step.open = false;
    step.querySelector("summary").focus();
  } else if (/^[1-9]$/.test(event.key) && event.target.matches("input[type=radio], summary")) {
    event.preventDefault();
    choose(step, Number(event.key));
  }
}, true);
