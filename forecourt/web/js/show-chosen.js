// A line of chips that runs past the edge begins where the chosen one is seen whole.
const chosen = ".chip-line[data-scroll] > :is([aria-current], :has(:checked))";
document.querySelectorAll(chosen).forEach((chip) => {
  const line = chip.parentElement;
  const past = chip.getBoundingClientRect().right + 32 - line.getBoundingClientRect().right;
  if (past > 0) line.scrollLeft += past;
});
