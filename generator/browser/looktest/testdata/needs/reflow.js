// WCAG 1.4.10, 1.4.4: at 320 CSS px, which is 1280 px at 400 %, a page does not scroll
// sideways, and no text or control stands outside it or is cut off. Tables, code and
// drawings may scroll in a box of their own.
const wrong = [], wide = document.documentElement.scrollWidth;
if (wide > innerWidth) wrong.push("it scrolls sideways, " + wide + " px");
for (const [el, rects, text] of texts()) {
  const box = scroller(el);
  if (box) continue;
  if (rects.some((r) => r.left < -1 || r.right > innerWidth + 1)) wrong.push("outside: " + said(el) + " " + text.slice(0, 20));
}
for (const el of room().querySelectorAll("button, input, select, textarea, a[href], summary")) {
  if (!shown(el) || scroller(el) || el.closest(".skip")) continue;
  const r = el.getBoundingClientRect();
  if (r.width > 1 && (r.left < -1 || r.right > innerWidth + 1)) wrong.push("outside: " + said(el));
}
// A line of its own that only runs on sideways, and whose parts each fit, is read in one direction.
const aLine = (box) => box.scrollHeight <= box.clientHeight + 1 && [...box.querySelectorAll("label, button, a")].every((el) => el.getBoundingClientRect().width <= innerWidth);
for (const box of new Set(texts().map(([el]) => scroller(el)).filter(Boolean))) {
  if (box.matches("dialog") || box.clientWidth >= box.scrollWidth - 1 || aLine(box)) continue;
  if (!box.querySelector("table, pre, svg, canvas") && !box.matches("pre, table")) wrong.push("scrolls sideways: " + said(box));
}
return [...wrong, ...cut()];
