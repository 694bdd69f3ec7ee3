// Copies the page's Markdown twin, and blocks of code. Loaded when a reader first
// copies, or when the page has blocks of code; publishes window.playbook.copy, and adds
// names and buttons to the blocks.

import { h } from "./lib/dom.js";
import { copy } from "./lib/handover.js";
import { announce, words } from "./lib/page.js";

const t = words("copy");
const SHOWN = 2000; // ms in which a button shows that it is done

async function handOver(text) {
  const done = await copy(text, { label: t("copy_by_hand"), close: t("close") });
  if (done) announce(t("copied"));
  return done;
}

/** Copies the target of a link; if it cannot be read, opens it. */
window.playbook.copy = async (link) => {
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(answer.statusText);
    await handOver(await answer.text());
  } catch {
    location.href = link.href;
  }
};

for (const code of document.querySelectorAll(".prose pre>code")) {
  const block = code.parentElement, language = /\blanguage-(\S+)/.exec(code.className)?.[1];
  if (language && !block.dataset.name) block.dataset.name = language;
  const button = h("button", { type: "button", class: "btn bare js", onclick: async () => {
    if (!await handOver(code.textContent)) return;
    button.textContent = t("copied");
    setTimeout(() => { button.textContent = t("copy"); }, SHOWN);
  } }, t("copy"));
  block.append(button);
}
