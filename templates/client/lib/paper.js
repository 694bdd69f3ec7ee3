/**
 * Printing one instrument alone. What holds it is marked, so that the style sheet
 * finds what stays without a :has(), which would cost every change of a page time.
 */

const root = document.documentElement;

/** Puts tool alone on paper; after() runs when it has been printed. */
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
