// On a desk a list has its lead or car beside it: a row is loaded into the column and the address follows.
const wide = matchMedia("(width >= 64rem)");
const detail = document.getElementById("detail");
const list = document.querySelector("main[data-list]")?.dataset.list;
const PAGE = /^\/(leads|cars)\/\d+\/$/;
const links = () => [...document.querySelectorAll(".column-list [data-row] a")].filter((a) => PAGE.test(a.pathname));

const mark = () => links().forEach((link) => {
  const on = link.pathname === detail.dataset.href;
  link.closest("[data-row]").toggleAttribute("data-selected", on);
  if (on) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
});
const show = async (href) => {
  detail.dataset.href = href;
  mark();
  await htmx.ajax("GET", href, { target: detail, swap: "innerHTML" });
  detail.scrollTop = 0;
};
const first = () => {
  const href = links()[0]?.pathname;
  if (href) show(href);
};

if (detail && list) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".column-list [data-row] a");
    if (!link || !wide.matches || !PAGE.test(link.pathname) || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history[PAGE.test(location.pathname) ? "replaceState" : "pushState"]({ page: true }, "", link.pathname);
    show(link.pathname);
  });
  addEventListener("popstate", () => {
    if (!wide.matches) return;
    if (!PAGE.test(location.pathname)) first();
    else if (location.pathname !== detail.dataset.href) show(location.pathname);
  });
  wide.addEventListener("change", () => {
    if (PAGE.test(location.pathname)) location.reload();
    else if (wide.matches && !detail.childElementCount) first();
  });
  for (const event of ["forecourt:morphed", "htmx:oobAfterSwap"]) document.addEventListener(event, mark);
  if (wide.matches) first();
}
