// What is typed while the page cannot hear it yet (it still loads, or an answer is on its way) is kept and given to it once it
// can: a fast hand never answers the question before the one that it means. What is typed while the page is being left is for
// nobody. Loaded before everything else, and not as a module, because a module comes too late to hear the first keys.
{
  const PATIENCE = 3000; // ms; older keys are forgotten: whoever typed them has gone on
  const BREATH = 16; // ms
  let ready = false;
  let asking = 0; // requests on their way
  let left = 0; // when this page began to be left
  let held = [];

  const typing = (target) => target.matches?.("textarea, select, input:not([type=checkbox], [type=radio], [type=submit])") || target.isContentEditable;
  const leaving = () => performance.now() - left < PATIENCE && left > 0;

  const writes = (key) => key.length === 1 || key === "Enter";

  function hold(event) {
    if (!event.isTrusted || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.key === "Tab") return;
    if (ready && !asking && !leaving() && !held.length) return;
    if (typing(event.target) && !(held.length && writes(event.key))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!leaving()) held.push({ key: event.key, shiftKey: event.shiftKey, at: performance.now() });
  }

  // What the browser would have done by itself: letters are written, enter and space press, enter in a form sends it.
  function follow(target, key) {
    if (typing(target)) {
      if (!writes(key) || !target.setRangeText) return;
      if (key === "Enter" && !target.matches("textarea")) return target.form?.requestSubmit();
      target.setRangeText(key === "Enter" ? "\n" : key, target.selectionStart, target.selectionEnd, "end");
      target.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (target.matches("button, summary, a[href]") && (key === "Enter" || key === " ")) target.click();
    else if (target.matches("input") && key === "Enter") target.form?.requestSubmit(target.form.querySelector("[type=submit]"));
  }

  // One at a time with a breath between them, because what one key opens has the focus a moment later.
  function give() {
    if (!ready || asking || leaving() || !held.length) return;
    const { key, shiftKey, at } = held[0];
    if (performance.now() - at < PATIENCE) {
      const target = document.activeElement ?? document.body;
      const event = new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true });
      if (target.dispatchEvent(event)) follow(target, key);
    }
    held.shift();
    setTimeout(give, BREATH);
  }

  addEventListener("keydown", hold, true);
  addEventListener("beforeunload", () => { left = performance.now(); });
  addEventListener("pageshow", () => { left = 0; });
  addEventListener("DOMContentLoaded", () => setTimeout(() => { ready = true; give(); }));
  addEventListener("htmx:before:request", () => { asking += 1; });
  addEventListener("htmx:response:error", () => { held = []; });
  addEventListener("htmx:error", () => { held = []; });
  addEventListener("htmx:finally:request", () => { asking = Math.max(0, asking - 1); setTimeout(give); });
}
