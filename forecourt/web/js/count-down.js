// Reply clocks go on counting on the phone; the server sends no ticks.
const words = document.getElementById("sla-words")?.dataset;
const root = document.documentElement;
const zone = root.dataset.tz || undefined;
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);

const lang = root.lang === "en" ? "en-GB" : root.lang;
const put = (moment, form) => new Intl.DateTimeFormat(lang, { ...form, timeZone: zone }).format(moment);
const midnight = (moment) => Date.parse(new Date(moment).toLocaleDateString("en-CA", { timeZone: zone }));

const clock = (moment) => {
  const at = put(moment, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const days = Math.abs(midnight(moment) - midnight(Date.now())) / 864e5;
  if (!days) return at;
  return `${days < 7 ? put(moment, { weekday: "short" }).replace(".", "") : put(moment, { day: "numeric", month: "short" })} ${at}`;
};

const read = (from, due) => {
  const left = due - Date.now();
  const whole = Math.max(due - (from || due - 36e5), 6e4);
  const state = left <= 0 ? "late" : left * 3 <= whole ? "soon" : "in_time";
  return { left, state, share: left <= 0 ? 100 : Math.min(100, Math.max(1, (100 * left) / whole)) };
};

const say = ({ left, state }, due) => {
  if (Math.abs(left) >= 36e5) return fill(state === "late" ? words.since : words.by, { clock: clock(due) });
  if (state === "late") return fill(words.late, { n: Math.max(1, Math.floor(-left / 6e4)) });
  return fill(words.left, { n: Math.ceil(left / 6e4) });
};

const tick = () => {
  if (!words || document.hidden) return;
  document.querySelectorAll("[data-count]").forEach((time) => {
    const due = new Date(time.dataset.due);
    const reading = read(new Date(time.dataset.from || NaN).getTime(), due);
    const text = say(reading, due);
    const pill = time.parentElement;
    if (time.textContent !== text) time.textContent = text;
    if (pill.dataset.state === reading.state) return;
    pill.dataset.state = reading.state;
    const row = pill.closest("[data-sla]");
    if (row) row.dataset.sla = reading.state;
    if (reading.state === "late") document.dispatchEvent(new CustomEvent("became-late", { detail: row || pill }));
  });
  document.querySelectorAll("[data-fuse]").forEach((fuse) => {
    const { state, share } = read(new Date(fuse.dataset.from || NaN).getTime(), new Date(fuse.dataset.due));
    fuse.dataset.state = state;
    fuse.lastElementChild.setAttribute("width", share.toFixed(1));
  });
};

tick();
setInterval(tick, 5000);
document.addEventListener("visibilitychange", tick);
// One swap settles many parts: they are counted together, before the next paint.
let waits = 0;
const soon = () => { waits ||= requestAnimationFrame(() => { waits = 0; tick(); }); };
document.addEventListener("htmx:afterSettle", soon);
document.addEventListener("forecourt:morphed", soon);
// Becoming late is said once, politely, to a screen reader.
document.addEventListener("became-late", ({ detail }) => {
  const ear = document.getElementById("ear");
  const name = detail.querySelector?.("h2, .lead-name")?.textContent.trim();
  if (ear) ear.textContent = [name, detail.querySelector?.("[data-count]")?.textContent].filter(Boolean).join(" · ");
});
