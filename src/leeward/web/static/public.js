// The public pages: leaving at once, and moments in the reader's own words. Everything works without it.
{
  const link = document.querySelector("[data-leave]");
  let last = -Infinity; // when Escape was pressed before

  // The page goes blank at once, the case is closed behind it, and the entry in the history becomes the neutral page.
  function leave() {
    document.documentElement.hidden = true;
    fetch(link.href, { keepalive: true, redirect: "manual" }).catch(() => {});
    location.replace(link.dataset.leave);
  }

  if (link) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (event.timeStamp - last < 1500) leave();
      last = event.timeStamp;
    });
  }

  const shown = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  for (const time of document.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.valueOf())) time.textContent = shown.format(at);
  }
}
