// A quick reply (data-fills="#id") fills the composer and never sends; the field grows with its text.
document.addEventListener("click", ({ target }) => {
  const chip = target.closest?.("[data-fills]");
  const field = chip && document.querySelector(chip.dataset.fills);
  if (!field) return;
  field.value = chip.dataset.text || chip.textContent.trim();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
