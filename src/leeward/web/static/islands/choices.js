// Theme and density: changed at once, and kept for the person by the server.

async function keep(key, value) {
  const token = document.querySelector("meta[name=csrf-token]").content;
  const body = new URLSearchParams({ key, value });
  const answer = await fetch("/people/me/preference", { method: "POST", headers: { "X-CSRF-Token": token }, body });
  if (!answer.ok) throw new Error("not kept");
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-choose]");
  if (!button) return;
  const { choose, values } = button.dataset;
  const all = values.split(" ");
  const shown = button.querySelector("[data-chosen]");
  const value = all[(all.indexOf(document.documentElement.dataset[choose]) + 1) % all.length];
  document.documentElement.dataset[choose] = value;
  shown.textContent = value;
  try {
    await keep(choose, value);
  } catch {
    shown.textContent = `${value} (only on this page: the server did not answer)`;
  }
});
