// Follows a waiting sign-in. Without this script the page reloads itself.
(() => {
  const status = document.getElementById("status");
  const clock = document.getElementById("clock");
  const root = document.querySelector("[data-events]");
  if (!root || !window.EventSource) return;

  const began = performance.now() - Number(root.dataset.elapsed || 0) * 1000;
  const tick = setInterval(() => {
    const seconds = Math.floor((performance.now() - began) / 1000);
    clock.textContent = Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
  }, 500);

  const events = new EventSource(root.dataset.events);
  const leave = (address) => {
    events.close();
    clearInterval(tick);
    window.location.replace(address);
  };
  events.addEventListener("progress", (e) => {
    const progress = JSON.parse(e.data);
    if (status.textContent !== progress.message) status.textContent = progress.message;
    if (progress.state === "ready" || progress.state === "failed") leave(root.dataset.go);
  });
  events.addEventListener("gone", () => leave(root.dataset.go));
})();
