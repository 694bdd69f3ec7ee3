// What the needs share. "said" is how a wrong thing is named; an element is "shown"
// if a reader sees it, which leaves out what only a screen reader meets.
const said = (el) => {
  const name = (el.getAttribute("aria-label") ?? el.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 30);
  const kind = el.getAttribute("class") ?? "";
  return el.tagName.toLowerCase() + (kind && "." + kind.trim().split(/\s+/).slice(0, 2).join(".")) + (name && " “" + name + "”");
};
const hiddenBox = (s) => s.clipPath === "inset(50%)" || s.opacity === "0";
const shown = (el) => {
  if (!el.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false;
  for (let e = el; e && e !== document.body; e = e.parentElement) if (hiddenBox(getComputedStyle(e))) return false;
  return true;
};
const room = () => document.querySelector("dialog[open]") ?? document.body;
/** What scrolls sideways by itself, so that nothing in it is lost. */
const scroller = (el) => {
  for (let e = el; e && e !== document.body; e = e.parentElement) if (/auto|scroll/.test(getComputedStyle(e).overflowX)) return e;
  return null;
};
/** A rectangle without what the boxes around an element that scroll hide of it. */
const clipped = (r, el) => {
  let { left, right, top, bottom } = r;
  for (let e = el; e && e !== document.body; e = e.parentElement) {
    const s = getComputedStyle(e);
    if (s.position === "fixed") break;
    if (!/auto|scroll/.test(s.overflowX + s.overflowY)) continue;
    const b = e.getBoundingClientRect();
    [left, right, top, bottom] = [Math.max(left, b.left), Math.min(right, b.right), Math.max(top, b.top), Math.min(bottom, b.bottom)];
  }
  return { left, right, top, bottom, width: right - left, height: bottom - top };
};
/** A bar that stays while the page scrolls lies over the page as it should. */
const pinned = (el) => {
  for (let e = el; e && e !== document.body; e = e.parentElement) if (/fixed|sticky/.test(getComputedStyle(e).position)) return e;
  return null;
};
/** Texts of the page: [element, rectangles of its lines]. */
const texts = () => {
  const out = [], walk = document.createTreeWalker(room(), NodeFilter.SHOW_TEXT);
  for (let n; (n = walk.nextNode());) {
    if (!n.data.trim() || !shown(n.parentElement) || n.parentElement.closest("script, style, template, option, svg, noscript")) continue;
    const r = document.createRange();
    r.selectNodeContents(n);
    out.push([n.parentElement, [...r.getClientRects()].filter((x) => x.width > 1 && x.height > 1), n.data.trim()]);
  }
  return out;
};
