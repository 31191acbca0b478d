// After a call, chat or mail outside, the sheet at data-asks opens when you come back.
const NAME = "asks-on-return";
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.("a[data-asks]");
  if (link) sessionStorage.setItem(NAME, JSON.stringify({ url: link.dataset.asks, at: Date.now() }));
});
const ask = () => {
  const kept = JSON.parse(sessionStorage.getItem(NAME) || "null");
  if (document.hidden || !kept || !window.htmx || Date.now() - kept.at < 1500) return;
  sessionStorage.removeItem(NAME);
  const ago = Date.now() - kept.at;
  if (ago < 2 * 36e5) htmx.ajax("GET", `${kept.url}&ago=${ago}`, { target: "#sheet" });
};
document.addEventListener("visibilitychange", ask);
addEventListener("focus", ask);
addEventListener("pageshow", ask);
