// In a page of a course: uses the shell's memory instead of the browser's storage, and
// reports to the shell how far the learner has scrolled. If the page was opened outside
// the shell, nothing is stored, and the store says so.

const SHELLS = 20; // number of parent windows to search

/** The shell around this page; null outside a course. */
function shell() {
  for (let w = window, i = 0; i < SHELLS && w.parent !== w; i++) {
    w = w.parent;
    try {
      if (w.playbook?.shell) return w.playbook.shell;
    } catch {
      return null; // a window of another origin; the shell would have come before it
    }
  }
  return null;
}

const headings = () => [...document.querySelectorAll("main :is(h2, h3)[id]")];

/** The number of headings above the top of the window. */
const place = () => (scrollY < 40 ? 0 : headings().filter((h) => h.getBoundingClientRect().top < innerHeight * 0.3).length);

export function startBridge() {
  const around = shell();
  window.playbook ??= {};
  // A getter, because storage that throws when it is read counts as blocked.
  Object.defineProperty(window.playbook, "storage", { get() {
    if (!around) throw new Error("opened outside the course");
    return around.memory;
  } });
  if (!around) return;
  document.addEventListener("DOMContentLoaded", () => {
    // The frame must show only pages of the course.
    for (const a of document.links) if (a.origin !== location.origin) a.target = "_blank";
    const n = around.opened(window);
    if (n > 0 && !location.hash) headings()[n - 1]?.scrollIntoView({ block: "start", behavior: "instant" });
    let waiting = false;
    addEventListener("scroll", () => {
      if (!waiting) setTimeout(() => {
        waiting = false;
        around.at(place());
      }, 200);
      waiting = true;
    }, { passive: true });
  }, { once: true });
}
