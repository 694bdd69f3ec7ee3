/** What cuts text off that it holds, where no scrolling brings it back. */
const cut = () => {
  const seen = new Set(), wrong = [];
  for (const [el, rects] of texts()) {
    for (let e = el; e && e !== document.documentElement; e = e.parentElement) {
      const s = getComputedStyle(e);
      if (s.display === "inline" || s.overflowX === "visible" && s.overflowY === "visible") continue;
      const b = e.getBoundingClientRect();
      const x = /hidden|clip/.test(s.overflowX), y = /hidden|clip/.test(s.overflowY);
      // A pixel, or what a line's own room above and below the letters takes.
      if (rects.some((r) => x && (r.left < b.left - 2 || r.right > b.right + 2) || y && (r.top < b.top - 4 || r.bottom > b.bottom + 4))) {
        if (!seen.has(e)) wrong.push("cut off: " + said(e) + " at “" + el.textContent.trim().slice(0, 20) + "”");
        seen.add(e);
      }
      if (/auto|scroll/.test(s.overflowX + s.overflowY)) break;
    }
  }
  return wrong;
};
