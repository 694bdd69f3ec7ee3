// In forced colours the browser paints every ground in one colour: what was told by a
// ground alone is gone, and two marks of which one is filled look the same. Called once in
// the page's own colours and once in forced ones.
const bare = (el, part) => {
  const s = getComputedStyle(el, part);
  if (part && (s.content === "none" || s.content === "normal" || s.display === "none" || !/^("|')\1$/.test(s.content))) return null;
  return s;
};
const clear = (colour) => /^rgba\(.*, 0\)$|^transparent$/.test(colour);
const lined = (s) => ["Top", "Right", "Bottom", "Left"].some((side) => s["border" + side + "Style"] !== "none" && parseFloat(s["border" + side + "Width"]) > 0 && !clear(s["border" + side + "Color"])) || s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0;
const ground = (el) => {
  for (let e = el; e; e = e.parentElement) {
    const c = getComputedStyle(e).backgroundColor;
    if (!clear(c)) return c;
  }
  return "rgb(255, 255, 255)";
};
const marks = () => {
  const out = [];
  for (const el of room().querySelectorAll("*")) {
    if (el.closest("svg, script, style, template, [aria-current]") || // the current one is underlined
      !shown(el)) continue;
    const empty = !el.children.length && !el.textContent.trim() && !el.matches("td, th, input, select, textarea, img, hr, br, col, iframe, dialog, progress, meter");
    for (const part of [...(empty ? [null] : []), "::before", "::after"]) {
      const s = bare(el, part);
      if (!s || part && s.position === "static" && s.display === "inline") continue;
      const r = el.getBoundingClientRect();
      if (!part && (r.width < 3 || r.height < 3)) continue;
      const filled = !clear(s.backgroundColor) && s.backgroundColor !== ground(part ? el : el.parentElement) || s.backgroundImage !== "none" && s.maskImage === "none" || s.boxShadow.includes("inset");
      const look = [filled && s.backgroundColor, s.borderColor, s.borderStyle, s.borderWidth, s.borderRadius, s.transform, s.clipPath, s.outlineStyle].join();
      out.push({ el, part, filled, seen: filled || lined(s), look });
    }
  }
  return out;
};
const now = marks();
if (!matchMedia("(forced-colors: active)").matches) {
  window.drawnOnce = now;
  return [];
}
const wrong = new Set(), likes = new Map();
for (const { el, part, seen, filled } of window.drawnOnce) {
  const forced = el.isConnected && now.find((m) => m.el === el && m.part === part);
  if (!forced) continue;
  if (seen && !forced.seen) wrong.add("gone: " + said(el.parentElement) + " > " + said(el) + (part ?? ""));
  const key = el.tagName + "." + (el.classList[0] ?? el.parentElement.className) + (part ?? "") + forced.look;
  const like = likes.get(key);
  if (like && like.filled !== filled) wrong.add("one is filled, and they look the same: " + said(like.el) + ", " + said(el) + (part ?? ""));
  likes.set(key, like ?? { el, filled });
}
return [...wrong];
