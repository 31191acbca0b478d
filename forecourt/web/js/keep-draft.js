// What is typed into a field with data-keep-draft="key" stays on this phone until it is sent or you sign out.
const key = (field) => `draft:${field.dataset.keepDraft}`;
const restore = (root) => root.querySelectorAll?.("[data-keep-draft]").forEach((field) => {
  const kept = localStorage.getItem(key(field));
  if (!kept || field.value) return;
  field.value = kept;
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
const forget = (form) => form?.querySelectorAll?.("[data-keep-draft]").forEach((field) => localStorage.removeItem(key(field)));

document.addEventListener("input", ({ target }) => {
  if (!target.dataset?.keepDraft) return;
  if (target.value.trim()) localStorage.setItem(key(target), target.value);
  else localStorage.removeItem(key(target));
});
document.addEventListener("htmx:afterRequest", ({ detail }) => { if (detail.successful && detail.requestConfig.verb === "post") forget(detail.elt.closest("form")); });
document.addEventListener("kept-offline", ({ target }) => forget(target));
document.addEventListener("submit", ({ target }) => {
  if (target.matches("[data-signs-out]")) Object.keys(localStorage).filter((name) => name.startsWith("draft:")).forEach((name) => localStorage.removeItem(name));
  else if (!target.matches("[hx-post], [data-offline]")) forget(target);
});
document.addEventListener("htmx:afterSwap", ({ detail }) => restore(detail.target));
restore(document);
