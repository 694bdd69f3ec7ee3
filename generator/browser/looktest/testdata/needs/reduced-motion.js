// WCAG 2.3.3, 2.2.2: a reader who asks for less motion sees none: no transition or
// animation is longer than a hundredth of a second, and no scrolling is smooth.
const longest = (list) => Math.max(0, ...list.split(",").map((t) => parseFloat(t) * (t.trim().endsWith("ms") ? 1 : 1000)));
const wrong = new Set();
for (const el of document.querySelectorAll("*")) {
  for (const part of [null, "::before", "::after", ...(el.matches("dialog") ? ["::backdrop"] : [])]) {
    const s = getComputedStyle(el, part);
    const moves = (s.transitionProperty !== "none" && longest(s.transitionDuration) > 10) || (s.animationName !== "none" && longest(s.animationDuration) > 10);
    if (moves) wrong.add("moves: " + said(el) + (part ?? ""));
  }
  if (getComputedStyle(el).scrollBehavior === "smooth") wrong.add("scrolls smoothly: " + said(el));
}
for (const a of document.getAnimations()) wrong.add("is moving: " + said(a.effect.target));
return [...wrong];
