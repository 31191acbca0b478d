// Single keys for the desk: they never fire in a field, and data-keys="off" on the page stops them.
let going = false;
const rows = () => [...document.querySelectorAll("main [data-row]")].map((row) => (row.matches("a") ? row : row.querySelector("a"))).filter(Boolean);
const step = (by) => {
  const all = rows();
  const at = all.indexOf(document.activeElement);
  const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
};
const press = (name) => {
  const found = [...document.querySelectorAll(name)].find((one) => one.offsetParent);
  if (!found) return false;
  if (found.matches("input, textarea, select")) found.focus(); else found.click();
  return true;
};
document.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  const find = key === "k" && (event.ctrlKey || event.metaKey);
  if (find && press("[data-find]")) return event.preventDefault();
  if (find || event.ctrlKey || event.metaKey || event.altKey || document.documentElement.dataset.keys === "off") return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  if (going) {
    going = false;
    return void press(`[data-go="${CSS.escape(key)}"]`);
  }
  if (key === "g") { going = true; setTimeout(() => { going = false; }, 1500); }
  else if (key === "j") step(1);
  else if (key === "k") step(-1);
  else if (key === "?") { const keys = document.getElementById("keys"); keys?.showModal?.(); }
  else if (key === "/") { if (press("[data-find]")) event.preventDefault(); }
  else if (/^[a-z]$/.test(key) && press(`[data-key="${key}"]`)) event.preventDefault();
});
