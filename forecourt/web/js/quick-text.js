// A quick reply (data-fills="#id") fills the composer and never sends; the field grows with its text.
document.addEventListener("click", ({ target }) => {
  const chip = target.closest?.("[data-fills]");
  const field = chip && document.querySelector(chip.dataset.fills);
  if (!field) return;
  field.value = chip.dataset.text || chip.textContent.trim();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
document.addEventListener("click", async ({ target }) => {
  const copy = target.closest?.("[data-copy]");
  if (!copy) return;
  await navigator.clipboard.writeText(copy.dataset.copy);
  copy.dataset.copied = "";
  if (copy.dataset.said) document.dispatchEvent(new CustomEvent("toast", { detail: { words: copy.dataset.said } }));
});
