// The foot and open sheets stay above the keyboard where the browser lays it over the page.
const style = document.documentElement.style;
const foot = document.querySelector(".foot");
let waits = 0;
const soon = () => { waits ||= requestAnimationFrame(() => { waits = 0; measure(); }); };
const set = (name, value) => { if (style.getPropertyValue(name) !== value) style.setProperty(name, value); };
const measure = () => {
  const view = window.visualViewport;
  const covered = view ? Math.max(0, innerHeight - view.height - view.offsetTop) : 0;
  set("--keyboard", view && view.scale === 1 && covered > 80 ? `${covered}px` : "0px");
  if (foot) set("--foot", `${foot.offsetHeight || foot.querySelector(".dock")?.offsetHeight || 0}px`);
};
window.visualViewport?.addEventListener("resize", measure);
window.visualViewport?.addEventListener("scroll", measure);
addEventListener("resize", measure);
document.addEventListener("htmx:afterSettle", soon);
document.addEventListener("forecourt:morphed", soon);
measure();
