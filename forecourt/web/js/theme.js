// A chosen look shows at once; Auto follows the lot's hours, which the page carries as data-opens and data-closes.
const page = document.documentElement;
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-sets-theme]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  page.dataset.theme = event.submitter.value;
  form.querySelectorAll("button").forEach((one) => one.toggleAttribute("aria-pressed", false));
  event.submitter.setAttribute("aria-pressed", "true");
  const body = new FormData(form, event.submitter);
  fetch(form.action, { method: "POST", body, credentials: "same-origin", redirect: "manual" });
});
const check = () => {
  const { opens, closes } = page.dataset;
  if (!opens) return;
  const now = new Date().toLocaleTimeString("en-GB", { timeZone: page.dataset.tz, hour: "2-digit", minute: "2-digit" });
  page.toggleAttribute("data-after-hours", now < opens || now >= closes);
};
check();
setInterval(check, 60000);
