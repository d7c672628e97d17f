// What is behind a veil is not on the page. Revealing asks the server for it, which writes down who read it and why;
// covering again takes it out of the page, and so does leaving the window. Looking again is reading again.

async function reveal(veil) {
  const behind = veil.querySelector(".behind");
  const trouble = veil.querySelector("[data-trouble]");
  trouble.textContent = "";
  try {
    const token = document.querySelector("meta[name=csrf-token]").content;
    const headers = { "X-CSRF-Token": token, Accept: "application/json" };
    const answer = await fetch(veil.dataset.reveal, { method: "POST", headers });
    const body = await answer.json();
    if (!answer.ok) throw new Error(`${body.title} ${body.remedy ?? ""}`);
    behind.replaceChildren(...body.parts.flatMap(part));
    veil.dataset.open = "yes";
    behind.focus({ preventScroll: true });
  } catch (error) {
    trouble.textContent = error instanceof TypeError ? "The server did not answer. Nothing was read; try again." : error.message;
  }
}

function part({ label, text, image }) {
  if (image) return [picture(label, image)];
  const said = document.createElement("p");
  said.textContent = text;
  said.dir = "auto";
  if (!label) return [said];
  const head = document.createElement("h3");
  head.textContent = label;
  return [head, said];
}

// A picture comes blurred and grey; a press shows it sharply, and still grey. Nothing moves or sounds.
function picture(label, address) {
  const shown = document.createElement("button");
  const image = document.createElement("img");
  const said = document.createElement("span");
  shown.type = "button";
  shown.className = "picture";
  shown.setAttribute("aria-pressed", "false");
  image.src = address;
  image.alt = "";
  image.referrerPolicy = "no-referrer";
  said.textContent = `${label}. Blurred: press to look sharply.`;
  image.addEventListener("error", () => (said.textContent = `${label}. The platform did not show it; cover and reveal again.`));
  shown.addEventListener("click", () => {
    const sharp = shown.getAttribute("aria-pressed") !== "true";
    shown.setAttribute("aria-pressed", String(sharp));
    said.textContent = sharp ? `${label}. Press to blur.` : `${label}. Blurred: press to look sharply.`;
  });
  shown.append(image, said);
  return shown;
}

function cover(veil) {
  if (veil.dataset.open !== "yes") return;
  const held = veil.contains(document.activeElement);
  veil.querySelector(".behind").replaceChildren();
  veil.dataset.open = "no";
  if (held) veil.querySelector(".cover button").focus({ preventScroll: true });
}

function coverAll() {
  document.querySelectorAll(".veil").forEach(cover);
}

document.addEventListener("click", (event) => {
  const veil = event.target.closest(".veil");
  if (!veil) return;
  if (event.target.closest("[data-act=reveal]")) reveal(veil);
  if (event.target.closest("[data-act=cover]")) cover(veil);
});
addEventListener("blur", coverAll);
addEventListener("pagehide", coverAll);
document.addEventListener("visibilitychange", () => document.hidden && coverAll());

if (document.documentElement.dataset.veil === "open" && document.hasFocus()) {
  document.querySelectorAll('.veil[data-open="no"]:not(#media)').forEach(reveal); // pictures stay covered always
}
