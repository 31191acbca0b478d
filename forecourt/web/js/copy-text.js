// A button puts its text (data-copy), or a field's (data-copy-field="id"), on the clipboard and says so.
const copied = async (text) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea"); // over plain http there is no clipboard to write to
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
};

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy], [data-copy-field]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copyField);
  await copied(field ? field.value : button.dataset.copy);
  document.dispatchEvent(new CustomEvent("toast", { detail: { words: button.dataset.said } }));
});
