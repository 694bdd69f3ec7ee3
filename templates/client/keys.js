// Keys for the whole page: / and Ctrl or Cmd with K search, n and p go on and back,
// ? lists them (help.js, loaded then). They keep out of fields and of composition, and
// the reader can switch the single letters off. Also what the search links do.

import { config, load } from "./lib/page.js";

const FIELD = "input, textarea, select, [contenteditable]:not([contenteditable=false])";
const setting = () => `playbook:${config().site}:keys`;

function areOff() {
  try {
    return localStorage.getItem(setting()) === "off";
  } catch {
    return false;
  }
}

/** Opens the search dialog; where it cannot be had, the search page. */
async function openSearch(link) {
  try {
    await load("search");
    document.dispatchEvent(new CustomEvent("pb-search-open"));
  } catch {
    if (link) location.href = link.href;
  }
}

function act(e) {
  const find = document.querySelector("a[data-pb-search]");
  if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === "k") {
    openSearch(find);
    return true;
  }
  if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest?.(FIELD) || document.querySelector("dialog[open]") || areOff()) return false;
  const go = { n: "next", p: "prev" }[e.key];
  const link = go && document.querySelector(`a[rel~=${go}]`);
  if (e.key === "/") openSearch(find);
  else if (e.key === "?") load("help").then(() => window.playbook.help(setting()), () => {});
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
