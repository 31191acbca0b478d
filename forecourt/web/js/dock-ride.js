// The foot and open sheets stay above the keyboard where the browser lays it over the page.
const style = document.documentElement.style;
const foot = document.querySelector(".foot");
const measure = () => {
  const view = window.visualViewport;
  const covered = view ? Math.max(0, innerHeight - view.height - view.offsetTop) : 0;
  style.setProperty("--keyboard", view && view.scale === 1 && covered > 80 ? `${covered}px` : "0px");
  if (foot) style.setProperty("--foot", `${foot.offsetHeight || foot.querySelector(".dock")?.offsetHeight || 0}px`);
};
window.visualViewport?.addEventListener("resize", measure);
window.visualViewport?.addEventListener("scroll", measure);
addEventListener("resize", measure);
document.addEventListener("htmx:afterSettle", measure);
document.addEventListener("forecourt:morphed", measure);
measure();
