// The open lead goes on by itself: a change shows in its place, news at its end or behind "2 new ↓".
const PARTS = [".lead-head", ".stage-track", ".next-step", ".lead-side", "#talk", "[data-lead-dock]"];
const open = () => document.querySelector("[data-lead]");
const pill = () => document.querySelector("[data-talk-new]");
const shelf = () => document.querySelector(".composer");
const isAtEnd = () => shelf().getBoundingClientRect().top < innerHeight - 96;
let busy = false;
let again = false;

const follow = (from) => {
  const by = shelf().getBoundingClientRect().top - from;
  if (by) (shelf().closest(".detail") || window).scrollBy({ top: by, behavior: "instant" });
};
const raise = (n) => {
  const words = pill();
  if (!words || n < 1) return;
  words.dataset.n = Number(words.dataset.n || 0) + n;
  words.textContent = words.dataset.words.replace("{n}", words.dataset.n);
  words.hidden = false;
};
const lower = () => { if (pill()) Object.assign(pill(), { hidden: true }).dataset.n = 0; };

const go = async () => {
  const lead = open()?.dataset.lead;
  if (!lead) return;
  if (busy) { again = true; return; }
  busy = true;
  try {
    const answer = await fetch(`/leads/${lead}/`, { headers: { "HX-Request": "true", "HX-Target": "detail" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected || open()?.dataset.lead !== lead) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [ended, stood, count] = [isAtEnd(), shelf().getBoundingClientRect().top, () => document.getElementById("talk").childElementCount];
    const before = count();
    for (const part of PARTS) {
      const [old, next] = [document.querySelector(part), fresh.querySelector(part)];
      if (old && next) self.put(old, next);
    }
    if (ended) follow(stood); else raise(count() - before);
  } finally {
    busy = false;
    if (again) { again = false; go(); }
  }
};

document.addEventListener("forecourt:lead", ({ detail }) => { if (detail === `lead-${open()?.dataset.lead}`) go(); });
document.addEventListener("fresh", () => { if (document.querySelector("main[data-list]")) go(); });
document.addEventListener("click", ({ target }) => {
  if (!target.closest?.("[data-talk-new]")) return;
  lower();
  shelf().scrollIntoView({ block: "end" });
});
addEventListener("scroll", () => { if (open() && isAtEnd()) lower(); }, { passive: true, capture: true });
