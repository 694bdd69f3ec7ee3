// WCAG 1.4.12: with lines of 1.5, paragraphs 2, letters .12 and words .16 of the type's
// size apart, nothing is cut off and no text lies over another.
const over = () => {
  const lines = texts().flatMap(([el, rects]) => rects.map((r) => ({ el, r: clipped(r, el), pin: pinned(el) })).filter(({ r }) => r.width > 0 && r.height > 0)).sort((a, b) => a.r.top - b.r.top);
  const pairs = new Map();
  lines.forEach((a, i) => {
    for (let k = i + 1; k < lines.length && lines[k].r.top < a.r.bottom - 2; k++) {
      const b = lines[k];
      if (a.el === b.el || a.el.contains(b.el) || b.el.contains(a.el)) continue;
      // What is inside a line's box above and below its letters is no overlap.
      const high = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top);
      const broad = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left);
      if (high > Math.min(a.r.height, b.r.height) / 3 && broad > 3 && a.pin === b.pin) pairs.set(said(a.el) + " over " + said(b.el), true);
    }
  });
  return [...pairs.keys()];
};
const before = new Set([...over(), ...cut()]);
const sheet = new CSSStyleSheet();
sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
const wide = document.documentElement.scrollWidth;
const wrong = [...over(), ...cut()].filter((w) => !before.has(w));
if (wide > innerWidth) wrong.push("it scrolls sideways, " + wide + " px");
document.adoptedStyleSheets = document.adoptedStyleSheets.filter((s) => s !== sheet);
return wrong;
