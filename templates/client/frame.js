// The frame of a page: its table of contents, links and notices, and loading further
// scripts.

import { config, load, loadQuietly } from "./lib/page.js";
import { storage } from "./lib/storage.js";

/** Marks the link to the heading that is being read, in the table of contents. */
function spy() {
  const links = [...document.querySelectorAll("[data-pb-spy] a")];
  const heads = links.map((a) => document.getElementById(decodeURIComponent(a.hash.slice(1))));
  if (!links.length) return;
  let waiting = false, current;
  const look = () => {
    waiting = false;
    const end = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    let at = end ? heads.length - 1 : heads.findLastIndex((h) => h && h.getBoundingClientRect().top < innerHeight * 0.3);
    if (end && scrollY === 0) at = 0; // the whole page is in view
    const link = links[at];
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    current = link;
  };
  addEventListener("scroll", () => {
    if (!waiting) requestAnimationFrame(look);
    waiting = true;
  }, { passive: true });
  look();
}

/** Shows what is overdue by the reader's own calendar. */
function overdue() {
  const now = new Date();
  const today = new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())).toISOString().slice(0, 10);
  for (const note of document.querySelectorAll("[data-pb-overdue]")) note.hidden = note.dataset.pbOverdue >= today;
}

/** Whether this site has stored anything here. Otherwise there is no state to show. */
function isReturning() {
  try {
    const kept = storage();
    return Array.from(kept, (_, i) => kept.key(i)).some((k) => RegExp(`^playbook:${config().site}:.*:`).test(k));
  } catch {
    return false;
  }
}

/** Calls fn at the reader's first scroll, key or tap. */
function onFirstTouch(fn) {
  const ending = new AbortController();
  for (const type of ["scroll", "pointerdown", "keydown"]) {
    addEventListener(type, () => {
      ending.abort();
      fn();
    }, { signal: ending.signal, passive: true });
  }
}

/**
 * Loads the scripts that the page needs. State to show waits until the page is idle, or if there is none, until the
 * reader touches a lesson.
 */
function loadScripts() {
  const { assets = {}, uid } = config();
  const idle = window.requestIdleCallback ?? setTimeout;
  if (document.querySelector(".prose pre>code")) idle(() => loadQuietly("copy"));
  const own = document.querySelector("[data-pb-page]")?.dataset.pbPage;
  const names = Object.keys(assets).filter((name) => name === own || document.querySelector("pb-" + name));
  if (!assets.kit) return;
  // Marks of reading can wait. Widgets cannot, nor scripts that change how the page
  // looks.
  const has = (selector) => assets.standing && document.querySelector(selector);
  const home = has("[data-pb-home]"), path = has("[data-pb-choose-path]");
  const rest = () => loadQuietly("reading").then(() => has("[data-pb-uid], [data-pb-count], [data-pb-path]") && loadQuietly("standing"));
  // When a role is chosen on the home page, load the script that shows its next step.
  document.addEventListener("click", (e) => {
    const choice = e.target.closest?.("[data-pb-choose]")?.dataset.pbChoose;
    if (choice) loadQuietly("kit").then(() => load("home")).then(() => window.playbook.choose(choice)).then(() => loadQuietly("standing"));
  });
  const kit = (then) => loadQuietly("kit").then(() => (home || path) && loadQuietly("standing")).then(then);
  const returning = isReturning(), soon = () => idle(rest);
  if (names.length || path) {
    const fresh = !returning && !own && !path && uid !== undefined;
    const touched = fresh && new Promise(onFirstTouch);
    kit(fresh ? () => touched.then(rest) : soon);
    names.forEach(loadQuietly);
  } else if (returning) home ? kit(soon) : idle(() => kit(soon));
  else if (uid !== undefined) onFirstTouch(() => kit(soon));
}

export function startFrame() {
  spy();
  overdue();
  loadScripts();
  document.addEventListener("click", (e) => {
    if (e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    if (e.target.closest?.("[data-pb-print]")) print();
    if (e.target.closest?.("[data-pb-meeting]")) load("kit").then(() => load("meeting")).then(() => window.playbook.meeting());
    const link = e.target.closest?.("[href='#pb-nav'], [href='#pb-toc'], [data-pb-copy]"), name = link?.hash ? "nav" : "copy";
    if (link && (link.hash || location.protocol !== "file:")) {
      e.preventDefault();
      load(name).then(() => window.playbook[name](link), () => (location.href = link.href));
    }
    // Another language opens at the same heading: translations share the ids.
    const tongue = e.target.closest?.("nav a[hreflang], .menu a[hreflang], .tools a[hreflang]");
    if (tongue && !tongue.hash) tongue.hash = location.hash;
  });
}
