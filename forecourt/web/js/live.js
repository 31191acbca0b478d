// One stream of events. Their data are ready elements, put in by id so that focus, drafts and scroll survive.
const main = document.getElementById("main");
const source = document.querySelector("[data-live]")?.dataset.live;
const QUIET = 30000;
let stream = null;
let last = "";
let heard = Date.now();
let beats = false;

const same = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id || "") === (b.id || "");

const morph = (old, fresh) => {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== 1) { if (old.data !== fresh.data) old.data = fresh.data; return; }
  if (old.matches("dialog[open], [data-keep]")) return;
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !(name === "open" && old.matches("details"))) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value && !(name === "open" && old.matches("details"))) old.setAttribute(name, value);
  if (old.matches("input, textarea, select")) {
    if (old !== document.activeElement && !old.dataset.keepDraft && "value" in fresh) old.value = fresh.value;
    if (old.matches("textarea, select")) return;
  }
  let here = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const match = (next.id && [...old.children].find((child) => child.id === next.id)) || (here && same(here, next) ? here : null);
    if (!match) { old.insertBefore(next, here); continue; }
    if (match !== here) old.insertBefore(match, here);
    else here = here.nextSibling;
    morph(match, next);
  }
  while (here) { const gone = here; here = here.nextSibling; gone.remove(); }
};

const list = () => main.dataset.list || location.href; // a lead beside its list has its own address
const put = self.put = (old, fresh) => {
  const changed = !old.isEqualNode(fresh);
  if (old.nodeName === fresh.nodeName) morph(old, fresh); else old.replaceWith(fresh);
  if (window.htmx) htmx.process(document.getElementById(fresh.id) || old);
  document.dispatchEvent(new CustomEvent("forecourt:morphed"));
  return changed;
};

const refresh = async () => {
  if (!main) return;
  heard = Date.now();
  try {
    const answer = await fetch(list(), { headers: { "X-Fresh": "1" }, credentials: "same-origin" });
    if (answer.redirected && new URL(answer.url).pathname !== new URL(list(), location).pathname) return void location.assign(answer.url);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["#main", ".foot"]) {
      const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
      if (old && fresh) put(old, fresh);
    }
    document.dispatchEvent(new CustomEvent("fresh"));
  } catch { /* no signal: what is shown stays */ }
};

const raise = (fresh) => {
  const pill = document.querySelector("[data-new-pill]");
  if (!pill || !fresh.matches(pill.dataset.only || "*")) return;
  const n = Number(pill.dataset.n || 0) + 1;
  pill.dataset.n = n;
  pill.querySelector("[data-n-words]").textContent = pill.dataset.words.replace("{n}", n);
  pill.hidden = false;
};

const take = ({ data, lastEventId }) => {
  heard = Date.now();
  last = lastEventId || last;
  if (!data || data[0] !== "<") return;
  const box = document.createElement("template");
  box.innerHTML = data;
  for (const fresh of [...box.content.children]) {
    document.dispatchEvent(new CustomEvent("forecourt:lead", { detail: fresh.id }));
    const old = fresh.id && document.getElementById(fresh.id);
    if (!old) { raise(fresh); continue; }
    if (put(old, fresh)) document.getElementById(fresh.id)?.setAttribute("data-changed", "");
  }
};

const listen = () => {
  if (!source || stream) return;
  stream = new EventSource(last ? `${source}?since=${encodeURIComponent(last)}` : source);
  stream.addEventListener("lead", take);
  stream.addEventListener("beat", (event) => { beats = true; heard = Date.now(); last = event.lastEventId || last; });
  stream.addEventListener("refresh", refresh);
};
const hush = () => { stream?.close(); stream = null; };

document.addEventListener("click", (event) => {
  const pill = event.target.closest?.("[data-new-pill]");
  if (!pill) return;
  event.preventDefault();
  pill.hidden = true;
  pill.dataset.n = 0;
  refresh().then(() => scrollTo({ top: 0 }));
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return hush();
  listen();
  if (source && Date.now() - heard > 5000) refresh();
});
document.addEventListener("refresh", refresh);
addEventListener("online", () => { hush(); listen(); if (source) refresh(); });
addEventListener("pagehide", hush);
addEventListener("pageshow", ({ persisted }) => { if (persisted && source) { listen(); refresh(); } });
setInterval(() => {
  if (!source || document.hidden || !navigator.onLine || Date.now() - heard < QUIET) return;
  if (!beats && stream?.readyState === EventSource.OPEN) return;
  hush();
  refresh().then(listen);
}, 5000);
listen();
