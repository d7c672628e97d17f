// Undo toasts count their seconds down and go when they are over; data-key on the button is how the keyboard undoes.

function count() {
  for (const toast of document.querySelectorAll(".toast[data-until]:not(.gone)")) {
    const left = Math.ceil((new Date(toast.dataset.until) - Date.now()) / 1000);
    const seconds = toast.querySelector("[data-seconds]");
    if (left <= 0) toast.classList.add("gone");
    else if (seconds && seconds.textContent !== String(left)) seconds.textContent = String(left);
  }
}

count();
setInterval(count, 250);

// Digest chips: copy the whole hash, and say so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  document.getElementById("announce").textContent = "Copied.";
});
