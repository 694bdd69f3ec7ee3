// A separate script for the page to which a result leads. It marks the words of the search, which are in the
// address as ?mark=, and shows the first. Escape removes the marks. main.js loads it when the address has a mark.
import { words } from "./words.js";

const { h } = playbook.lib.dom;
const SKIP = "script, style, textarea, select, button, input, svg, template, [hidden], mark, .menu";
const MOST = 200;

/** The target of the address within the page; null if there is none or the address cannot be read. */
function target() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null;
  }
}

/** Opens every closed part around an element, so that the hit is visible. */
function unfold(el) {
  for (let fold = el?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}

function markPage() {
  const keys = new Set((new URLSearchParams(location.search).get("mark") || "").split(" ").filter(Boolean));
  const main = document.querySelector("main");
  if (!keys.size || !main) return;
  const made = [], texts = [];
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(SKIP)) texts.push(walker.currentNode);
  for (const node of texts) {
    for (const { key, at, end } of words(node.data).reverse()) {
      if (!keys.has(key) || made.length > MOST || end > node.data.length) continue;
      const part = node.splitText(at);
      part.splitText(end - at);
      const mark = h("mark", { class: "found" });
      part.replaceWith(mark);
      mark.append(part);
      made.push(mark);
    }
  }
  const anchor = target();
  const first = made.filter((el) => !anchor || anchor.compareDocumentPosition(el) & 4).sort((a, b) => a.compareDocumentPosition(b) & 4 ? -1 : 1)[0];
  unfold(anchor);
  unfold(first);
  if (first?.getBoundingClientRect().bottom > innerHeight) first.scrollIntoView({ block: "center" });
  document.addEventListener("keydown", function off(e) {
    if (e.key !== "Escape" || document.querySelector("dialog[open]")) return;
    for (const mark of made) mark.replaceWith(...mark.childNodes);
    document.removeEventListener("keydown", off);
  });
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", markPage, { once: true });
else markPage();
