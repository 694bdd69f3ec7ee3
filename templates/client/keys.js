// Keys for the whole page: / and Ctrl or Cmd with K search, n and p go to the next and
// previous page, ? lists the keys (help.js, loaded then). They do nothing in fields and
// during composition, and the reader can switch the single letters off. This file also
// handles the search links.

import { config, load } from "./lib/page.js";
import { storage } from "./lib/storage.js";

// A field that is not drawn is ignored: the field of a dialog that has just closed still has the focus
// for a moment.
const FIELD = "input, textarea, select";

function areOff() {
  try {
    return storage().getItem(`playbook:${config().site}:keys`) === "off"; // written by help.js
  } catch {
    return false;
  }
}

// The text typed while the search is loading; otherwise undefined.
let typed;

const typedSoFar = () => {
  const text = typed;
  typed = undefined;
  return text;
};

function type(key) {
  if (key === "Backspace") typed = typed.slice(0, -1);
  else if (key.length === 1) typed += key;
  else return false;
  return true;
}

/** Opens the search dialog with the text typed meanwhile; if it cannot be loaded, opens the search page. */
async function openSearch(link) {
  typed ??= "";
  link?.setAttribute("aria-busy", true);
  try {
    await load("search");
    const event = new CustomEvent("pb-search-open", { detail: typedSoFar });
    document.dispatchEvent(event);
    await event.opened;
  } catch {
    if (link) location.href = link.href;
  }
  link?.removeAttribute("aria-busy");
  typedSoFar();
}

const help = () => load("help").then(() => window.playbook.help(), () => {});

// The Latin key for a key press. On other keyboards, such as a Cyrillic one, it is the key at the same place, where
// the full stop is /.
function keyOf({ key, code }) {
  if (code === "Slash" && /[.,]/.test(key)) return key === "." ? "/" : "?";
  return key > "\u036f" && /^Key/.test(code) ? code.slice(3).toLowerCase() : key; // Latin letters and names of keys are at or below U+036F
}

function act(e) {
  const key = keyOf(e);
  const find = document.querySelector("a[data-pb-search]");
  if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && key.toLowerCase() === "k") {
    openSearch(find);
    return true;
  }
  if (e.ctrlKey || e.metaKey || e.altKey) return false;
  if (typed !== undefined) return type(e.key);
  if (e.target.closest?.(FIELD)?.offsetWidth || e.target.isContentEditable || document.querySelector("dialog[open]") || areOff()) return false;
  const go = { n: "next", p: "prev" }[key];
  const link = go && document.querySelector(`a[rel~=${go}]`);
  if (key === "/") openSearch(find);
  else if (key === "?") help();
  else if (link) link.click();
  else return false;
  return true;
}

export function startKeys() {
  document.addEventListener("keydown", (e) => {
    if (!e.isComposing && !e.defaultPrevented && act(e)) e.preventDefault();
  });
  document.addEventListener("click", (e) => {
    if (e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    const link = e.target.closest?.("a[data-pb-search]");
    if (link && config().assets?.search) {
      e.preventDefault();
      openSearch(link);
    } else if (e.target.closest?.("[data-pb-keys]")) help();
  });
}
