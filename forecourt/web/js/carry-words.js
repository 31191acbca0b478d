// Words typed into the composer go along into WhatsApp or mail: links with data-carries="#field".
const carry = (link) => {
  const words = document.querySelector(link.dataset.carries)?.value.trim() || "";
  const [base] = link.href.split("?");
  const name = link.protocol === "mailto:" ? "body" : "text";
  link.href = words ? `${base}?${name}=${encodeURIComponent(words)}` : base;
};
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.("a[data-carries]");
  if (link) carry(link);
}, true);
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt.closest?.("[data-clears]");
  const field = detail.successful && form && document.querySelector(form.dataset.clears);
  if (!field || new FormData(form, detail.requestConfig.triggeringEvent?.submitter).get("outcome")?.match(/^(no|voice)/)) return;
  field.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
