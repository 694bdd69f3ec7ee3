// Updating a page in place. Scripts change a page after it is loaded (a tick, an open
// menu, a whole widget), so the live page cannot be compared with the new one. Instead
// the page as it was sent is compared with the page as it is sent now. Each node of the
// old copy knows its live counterpart, and only the differences are applied there.

/** Keeps a copy of a document as it was sent; morph(next) updates the live page. */
export function remember(document) {
  let sent = document.documentElement.cloneNode(true);
  const living = new WeakMap();
  pair(sent, document.documentElement, living);
  return {
    /** Returns false if the page must be loaded again because its scripts have changed. */
    morph(next) {
      const root = next.documentElement;
      if (scripts(sent) !== scripts(root)) return false;
      const hold = keepPlace();
      element(sent, root, living);
      sent = root;
      hold();
      document.dispatchEvent(new CustomEvent("pb-morph"));
      return true;
    },
  };
}

const scripts = (root) => [...root.querySelectorAll("script[src]:not([data-build])")].map((s) => s.getAttribute("src")).join(" ");

/** Maps every node of a copy to its live node. */
function pair(copy, live, living) {
  living.set(copy, live);
  let a = copy.firstChild, b = live.firstChild;
  for (; a && b; a = a.nextSibling, b = b.nextSibling) pair(a, b, living);
}

/** Updates the live counterpart of the element was to the element now. */
function element(was, now, living) {
  const live = living.get(was);
  living.set(now, live);
  attributes(was, now, live);
  children(was, now, live, living);
}

function attributes(was, now, live) {
  for (const { name } of [...was.attributes]) if (!now.hasAttribute(name)) live.removeAttribute(name);
  for (const { name, value } of [...now.attributes]) if (was.getAttribute(name) !== value) live.setAttribute(name, value);
}

// Nodes are compared by their text. isEqualNode finds a difference between a <noscript>
// in the page, whose content is text, and the same one in a document without scripts.
const text = (node) => node.outerHTML ?? node.nodeType + node.data;
const same = (a, b) => a.nodeName === b.nodeName && text(a) === text(b);

/** A longest common subsequence of two lists of texts, as pairs of places. */
function common(a, b) {
  const table = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  const pairs = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (table[i + 1][j] >= table[i][j + 1]) i++;
    else j++;
  }
  return pairs;
}

/**
 * Maps new nodes to old ones: first those that are equal, in order; then, between two of
 * these, those with the same name and id, in order.
 */
function match(was, now) {
  const pairs = new Map();
  let start = 0, endA = was.length, endB = now.length;
  while (start < endA && start < endB && same(was[start], now[start])) pairs.set(now[start], was[start++]);
  while (endA > start && endB > start && same(was[endA - 1], now[endB - 1])) pairs.set(now[--endB], was[--endA]);
  const a = was.slice(start, endA), b = now.slice(start, endB);
  const equal = a.length * b.length < 1e6 ? common(a.map(text), b.map(text)) : [];
  let i = 0, j = 0;
  for (const [toA, toB] of [...equal, [a.length, b.length]]) {
    for (; j < toB; j++) {
      const k = a.findIndex((old, at) => at >= i && at < toA && old.nodeName === b[j].nodeName && (old.id ?? "") === (b[j].id ?? ""));
      if (k < 0) continue;
      pairs.set(b[j], a[k]);
      i = k + 1;
    }
    if (toB < b.length) pairs.set(b[toB], a[toA]);
    i = toA + 1;
    j = toB + 1;
  }
  return pairs;
}

function children(was, now, live, living) {
  const pairs = match([...was.childNodes], [...now.childNodes]);
  const kept = new Set(pairs.values());
  for (const gone of [...was.childNodes]) {
    if (kept.has(gone)) continue;
    const node = living.get(gone);
    if (node?.parentNode === live) node.remove();
  }
  let after = null; // the live node before the next one
  for (const node of [...now.childNodes]) {
    const before = pairs.get(node);
    const there = before && living.get(before);
    const place = after ? after.nextSibling : live.firstChild;
    if (!there || there.parentNode !== live) {
      after = insert(node, live, place, living);
    } else if (same(before, node)) {
      pairAgain(before, node, living);
      after = there;
    } else {
      after = change(before, node, there, living);
    }
  }
}

/** Maps the nodes of a new, equal copy to the same live nodes. */
function pairAgain(before, node, living) {
  living.set(node, living.get(before));
  let a = before.firstChild, b = node.firstChild;
  for (; a && b; a = a.nextSibling, b = b.nextSibling) pairAgain(a, b, living);
}

function insert(node, parent, place, living) {
  const made = document.importNode(node, true);
  pair(node, made, living);
  parent.insertBefore(made, place);
  return made;
}

/** Changes one live node and returns it, or the node that replaces it. */
function change(before, node, live, living) {
  if (node.nodeType !== Node.ELEMENT_NODE) {
    live.data = node.data;
    living.set(node, live);
    return live;
  }
  if (node.localName === "link" && node.rel === "stylesheet") return swapStyle(node, live, living);
  if (node.localName === "script" && node.type === "application/json") {
    live.textContent = node.textContent;
    pair(node, live, living);
    return live;
  }
  // A widget changes its own markup, so it is replaced. The new one reads ticks and
  // texts from the store.
  if (node.localName.startsWith("pb-")) return replace(node, live, living);
  element(before, node, living);
  return live;
}

/** Removes the old style sheet only when the new one has loaded, so that nothing flashes. */
function swapStyle(node, live, living) {
  const made = document.importNode(node, true);
  living.set(node, made);
  made.addEventListener("load", () => live.remove(), { once: true });
  made.addEventListener("error", () => live.remove(), { once: true });
  live.after(made);
  return made;
}

/** Replaces a widget. Typed text, open details and the focus are carried over. */
function replace(node, live, living) {
  const made = document.importNode(node, true);
  pair(node, made, living);
  const fields = [...live.querySelectorAll("input, textarea, select")].map((el) => [path(el, live), el.type, el.value, el.checked]);
  const open = [...live.querySelectorAll("details[open]")].map((el) => path(el, live));
  const focus = live.contains(document.activeElement) ? path(document.activeElement, live) : null;
  live.replaceWith(made);
  // A widget starts within this task or the next.
  requestAnimationFrame(() => {
    for (const [at, type, value, checked] of fields) {
      const el = find(at, made);
      if (!el || el.type !== type || type === "file") continue;
      if (type !== "checkbox" && type !== "radio" && el.value !== value) {
        el.value = value;
        el.dispatchEvent(new Event("input", { bubbles: true }));
      } else if (el.checked !== checked) el.click();
    }
    for (const at of open) find(at, made)?.setAttribute("open", "");
    if (focus) find(focus, made)?.focus({ preventScroll: true });
  });
  return made;
}

/** A selector for an element inside a widget: by its id or name, else by position. */
function path(el, root) {
  if (el.id) return `#${CSS.escape(el.id)}`;
  if (el.name && el.type !== "radio") return `[name="${CSS.escape(el.name)}"]`;
  const steps = [];
  for (; el !== root; el = el.parentElement) steps.unshift(`:nth-child(${[...el.parentElement.children].indexOf(el) + 1})`);
  return steps.length ? `:scope > ${steps.join(" > ")}` : ":scope";
}

const find = (at, root) => (at === ":scope" ? root : root.querySelector(at));

/** Returns a function that restores the scroll position: the block at the top stays there. */
function keepPlace() {
  const top = (el) => el.getBoundingClientRect().top;
  const blocks = [...document.querySelectorAll("main h1, main h2, main h3, main p, main li, main table, main [id]")];
  const marks = scrollY < 4 ? [] : blocks.filter((el) => top(el) >= 0 && top(el) < innerHeight).map((el) => [el, top(el)]);
  const { scrollX: x, scrollY: y } = window;
  return () => {
    if (y < 4) return;
    const mark = marks.find(([el]) => el.isConnected);
    const by = mark ? top(mark[0]) - mark[1] : y - scrollY;
    if (by) scrollTo({ left: x, top: scrollY + by, behavior: "instant" });
  };
}
