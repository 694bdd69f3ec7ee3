/**
 * Prints one instrument alone. Its ancestors are marked, so that the style sheet finds them without a :has(), which would
 * make every change of a page slower.
 */

const root = document.documentElement;

/** Prints only tool. Calls after() when it has been printed. */
export function paper(tool, after) {
  const around = [];
  for (let el = tool.parentElement; el; el = el.parentElement) around.push(el);
  const mark = (on) => {
    for (const el of around) el.toggleAttribute("data-around", on);
    tool.toggleAttribute("data-paper", on);
    root.toggleAttribute("data-alone", on);
  };
  mark(true);
  addEventListener("afterprint", () => {
    mark(false);
    after();
  }, { once: true });
  print();
}
