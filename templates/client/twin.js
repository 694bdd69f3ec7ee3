// Copies the page's Markdown twin. Loaded when a reader first asks for it; publishes
// window.playbook.twin.

import { copy } from "./lib/handover.js";
import { announce, t } from "./lib/page.js";

/** Copies what a link leads to; where it cannot be read, the link opens it. */
window.playbook.twin = async (link) => {
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(answer.statusText);
    if (await copy(await answer.text(), { label: t("copy_by_hand"), close: t("close") })) announce(t("copied"));
  } catch {
    location.href = link.href;
  }
};
