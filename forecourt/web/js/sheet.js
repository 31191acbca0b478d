// Sheets open from links, close by Back, [x], Esc, the scrim or a drag down, and give focus back.
let opener = null;

const open = (sheet) => {
  if (!sheet || sheet.open) return;
  opener = document.activeElement;
  sheet.showModal();
  history.pushState({ sheet: sheet.id }, "");
  const field = sheet.querySelector("[autofocus], [data-first]");
  (field || sheet.querySelector(".sheet-head h2"))?.focus?.();
};

const close = (sheet) => sheet?.open && sheet.close();

document.addEventListener("click", (event) => {
  const opens = event.target.closest?.("[data-opens]:not(html)");
  const current = event.target.closest?.(".places [aria-current=page]");
  if (opens || (current && matchMedia("(width < 64rem)").matches)) {
    event.preventDefault();
    open(document.getElementById(opens ? opens.dataset.opens : "me"));
  } else if (event.target.closest?.("[data-closes]:not(html)")) {
    event.preventDefault();
    close(event.target.closest("dialog"));
  } else if (event.target.matches?.("dialog.sheet[open]")) {
    close(event.target);
  }
});

document.addEventListener("close", ({ target }) => {
  if (!target.matches?.(".sheet")) return;
  if (history.state?.sheet === target.id) history.back();
  opener?.isConnected && opener.focus({ preventScroll: true });
}, true);
addEventListener("popstate", () => close(document.querySelector("dialog.sheet[open]")));
if (history.state?.sheet) history.replaceState(null, "");

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const sheet = detail.target.closest?.("dialog.sheet");
  if (!sheet) return;
  sheet.setAttribute("aria-labelledby", "sheet-title");
  if (sheet.childElementCount) open(sheet); else close(sheet);
});
document.addEventListener("close-sheet", () => close(document.querySelector("dialog.sheet[open]")));

document.addEventListener("pointerdown", (down) => {
  const sheet = down.target.closest?.("[data-grip]")?.closest("dialog.sheet[open]");
  if (!sheet || down.target.closest("a, button") || matchMedia("(width >= 64rem)").matches) return;
  const move = ({ clientY }) => {
    sheet.dataset.dragging = "";
    sheet.style.setProperty("--drag", `${Math.max(0, clientY - down.clientY)}px`);
  };
  const up = ({ clientY, type }) => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", up);
    removeEventListener("pointercancel", up);
    delete sheet.dataset.dragging;
    sheet.style.removeProperty("--drag");
    if (type === "pointerup" && clientY - down.clientY > 90) close(sheet);
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", up);
  addEventListener("pointercancel", up);
});
