// One message at a time above the dock; Undo lives 10 seconds, an error until it is closed.
const place = document.querySelector("[data-toasts]");
let timer = 0;

const settle = () => {
  const all = [...place.querySelectorAll("[data-toast]")];
  all.slice(0, -1).forEach((old) => old.remove());
  const toast = all.at(-1);
  clearTimeout(timer);
  if (!toast) return;
  if (toast.dataset.tone !== "error") timer = setTimeout(() => toast.remove(), toast.querySelector("form") ? 10000 : 6000);
  if (window.htmx) htmx.process(toast);
};

const say = (text, { tone = "info", undo = "" } = {}) => {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.toast = "";
  toast.dataset.tone = tone;
  const line = document.createElement("p");
  line.textContent = text;
  toast.append(line);
  if (undo) {
    const form = document.createElement("form");
    form.method = "post";
    form.action = undo;
    form.setAttribute("hx-post", undo);
    form.setAttribute("hx-swap", "none");
    toast.append(form);
    form.append(button(place.dataset.undo, "z"));
  }
  if (tone === "error") toast.append(button(place.dataset.close));
  place.append(toast);
};

const button = (label, key) => {
  const made = document.createElement("button");
  made.className = "toast-act";
  made.textContent = label;
  if (key) made.dataset.key = key;
  else Object.assign(made, { type: "button" }).dataset.dismiss = "";
  return made;
};

if (place) {
  new MutationObserver(settle).observe(place, { childList: true });
  settle();
  place.addEventListener("click", ({ target }) => target.closest("[data-dismiss]")?.parentElement.remove());
  place.addEventListener("htmx:afterRequest", ({ target, detail }) => {
    if (detail.successful && target.closest?.("[data-toast]")) target.closest("[data-toast]").remove();
  });
  // A server says it with HX-Trigger: {"toast": {"words": "…", "undo": "/…/", "tone": "info"}}.
  document.addEventListener("toast", ({ detail }) => say(detail.words, detail));
  document.addEventListener("htmx:responseError", () => say(place.dataset.failed, { tone: "error" }));
  document.addEventListener("htmx:sendError", ({ detail }) => {
    if (!detail.elt.closest("[data-offline]")) say(place.dataset.noSignal, { tone: "error" });
  });
}
