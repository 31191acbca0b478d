// A VIN field warns with the reason and never blocks.
document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("[data-vin]")) return;
  const plain = target.value.toUpperCase().replace(/[^A-Z0-9]/g, "");
  const { oddLetter, oddLength } = target.dataset;
  const note = document.getElementById(target.getAttribute("aria-describedby"));
  const warning = /[IOQ]/.test(plain) ? oddLetter : plain && plain.length !== 17 ? oddLength.replace("{n}", plain.length) : "";
  note.toggleAttribute("data-warns", Boolean(warning));
  note.textContent = warning;
});
