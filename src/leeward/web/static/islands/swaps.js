// htmx: every swap carries the form token; an error of the server is told, in the live region, and nothing is lost.

document.addEventListener("htmx:config:request", (event) => {
  const { request } = event.detail.ctx;
  if (request.method !== "GET") request.headers["X-CSRF-Token"] = document.querySelector("meta[name=csrf-token]").content;
});

function tell(words) {
  document.getElementById("announce").textContent = words;
}

document.addEventListener("htmx:response:error", () => tell("That did not work. The page is as it was."));
document.addEventListener("htmx:error", () => tell("The server did not answer. The page is as it was; try again."));
