// Forms with data-offline are kept on this phone when there is no signal, and sent when it is back.
const banner = document.querySelector("[data-offline-banner]");
const toasts = document.querySelector("[data-toasts]");
const part = (name) => banner?.querySelector(`[data-${name}]`);
const token = () => document.querySelector("meta[name=csrf]")?.content || "";
let asOf = document.documentElement.dataset.asOf;

const show = async () => {
  if (!banner) return;
  const n = indexedDB ? (await unsent.waiting()).length : 0;
  part("no-signal").hidden = navigator.onLine;
  part("unsent").hidden = !n;
  part("unsent").textContent = part("unsent").dataset.words.replace("{n}", n);
  part("as-of").hidden = !asOf;
  if (asOf) {
    const clock = new Date(Number(asOf)).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    part("as-of").textContent = part("as-of").dataset.words.replace("{clock}", clock);
  }
  banner.hidden = navigator.onLine && !n && !asOf;
};

const sendAll = async () => {
  if (!token() || !(await unsent.waiting()).length) return;
  try {
    const { sent } = await unsent.send(token());
    if (sent) document.dispatchEvent(new CustomEvent("refresh"));
  } catch { /* still no signal */ }
  show();
};

const stamp = (form) => {
  for (const [name, value] of [["client_id", crypto.randomUUID()], ["written_at", new Date().toISOString()]]) {
    let field = form.elements[name];
    if (!field) form.append((field = Object.assign(document.createElement("input"), { type: "hidden", name })));
    if (!field.value) field.value = value;
  }
};
const keeping = new WeakSet();
const keepForm = async (form) => {
  // A second tap on Save.
  if (keeping.has(form)) return;
  keeping.add(form);
  await unsent.keep(form.action, new FormData(form));
  form.dispatchEvent(new CustomEvent("kept-offline", { bubbles: true }));
  form.reset();
  form.querySelectorAll("[name=client_id], [name=written_at]").forEach((field) => { field.value = ""; });
  keeping.delete(form);
  document.dispatchEvent(new CustomEvent("close-sheet"));
  document.dispatchEvent(new CustomEvent("toast", { detail: { words: toasts?.dataset.kept, tone: "queued" } }));
  const worker = await navigator.serviceWorker?.getRegistration();
  await worker?.sync?.register("unsent").catch(() => {});
  show();
};

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-offline]");
  if (!form) return;
  if (!keeping.has(form)) stamp(form);
  if (navigator.onLine && !keeping.has(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  keepForm(form);
}, true);
document.addEventListener("htmx:sendError", ({ detail }) => {
  // The form itself, not the look-up of a field in it.
  if (detail.elt.matches("form[data-offline]")) keepForm(detail.elt);
});
document.addEventListener("submit", async (event) => {
  if (!event.target.matches("[data-signs-out]")) return;
  event.preventDefault();
  try { await unsent.wipe(); } finally { event.target.submit(); }
});
document.addEventListener("fresh", () => { asOf = ""; show(); });
for (const name of ["online", "offline"]) addEventListener(name, () => { show(); if (name === "online") sendAll(); });
navigator.serviceWorker?.addEventListener("message", ({ data }) => { if (data === "unsent") sendAll(); });
navigator.serviceWorker?.register("/sw.js").catch(() => {});
if (asOf) document.dispatchEvent(new CustomEvent("refresh"));
show();
sendAll();
addEventListener("load", () => setTimeout(() => {
  if (navigator.serviceWorker?.controller && document.querySelector(".places")) fetch("/new/", { headers: { "HX-Request": "true" }, credentials: "same-origin" }).catch(() => {});
}, 3000));
