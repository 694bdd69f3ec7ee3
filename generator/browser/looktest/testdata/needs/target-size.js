// WCAG 2.5.8: what is pressed is 24 CSS px high and wide, or a circle of 24 px around its
// middle touches no other target. Links in a line of text are as high as the line.
const all = [...room().querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, label, [role=button], [role=option], [tabindex='0']")]
  .filter((el) => shown(el) && !el.disabled && el.getClientRects().length);
const union = (a, b) => ({ left: Math.min(a.left, b.left), right: Math.max(a.right, b.right), top: Math.min(a.top, b.top), bottom: Math.max(a.bottom, b.bottom) });
const targets = [];
for (const el of all) {
  if (el.matches("label") && el.control) continue; // counted with its control
  let r = el.getBoundingClientRect();
  for (const label of el.labels ?? []) if (shown(label)) {
    const l = label.getBoundingClientRect();
    if (l.width) r = el.closest("label") === label || Math.abs(l.left - r.right) < 12 || Math.abs(r.left - l.right) < 12 ? union(r, l) : r;
  }
  if (r.right - r.left < 2 || r.bottom - r.top < 2) continue;
  targets.push({ el, r, pin: pinned(el), small: r.right - r.left < 23.5 || r.bottom - r.top < 23.5 });
}
const inline = (el) => {
  if (getComputedStyle(el).display !== "inline") return false;
  const block = el.parentElement.closest("p, li, td, th, dd, dt, figcaption, blockquote, h1, h2, h3, h4, span, div, caption, em, strong, legend, label, output");
  return !!block && block.textContent.trim().length > el.textContent.trim().length + 1;
};
const middle = ({ r }) => [(r.left + r.right) / 2, (r.top + r.bottom) / 2];
const wrong = [];
for (const t of targets.filter((t) => t.small)) {
  if (inline(t.el) || t.el.closest(".skip")) continue;
  const [x, y] = middle(t);
  const near = targets.find((o) => {
    if (o === t || o.pin !== t.pin || o.el.contains(t.el) || t.el.contains(o.el)) return false;
    const dx = Math.max(o.r.left - x, 0, x - o.r.right), dy = Math.max(o.r.top - y, 0, y - o.r.bottom);
    if (Math.hypot(dx, dy) < 11.5) return true;
    if (!o.small) return false;
    const [ox, oy] = middle(o);
    return Math.hypot(ox - x, oy - y) < 23.5;
  });
  if (near) wrong.push(`${said(t.el)} is ${Math.round(t.r.right - t.r.left)} × ${Math.round(t.r.bottom - t.r.top)}, by ${said(near.el)}`);
}
return wrong;
