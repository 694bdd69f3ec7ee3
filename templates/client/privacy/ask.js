// Says at the top of a page that stored data is older than the team allows, with a link
// to the list. This message looks only at private entries; the list, on the page of the
// reader's data, is exact. Loaded if the settings ask for it.

import { store } from "../lib/book.js";
import { h } from "../lib/dom.js";
import { alive, leavesOf } from "../lib/merge.js";
import { config, root, words } from "../lib/page.js";
import { keptUntil, oldest, postpone } from "./old.js";

/** Whether a record has private entries that are all older than a time. */
function hasOld({ record }, before) {
  const last = new Map(); // "lead/<id>/" → its youngest leaf
  for (const [id, key, leaf] of leavesOf(record)) {
    const [group] = /^[^/]+\/[^/]+/.exec(key) ?? [key];
    if (alive(leaf)) last.set(id + " " + group, { t: Math.max(leaf.t, last.get(id + " " + group)?.t ?? 0), own: key.includes("~") || last.get(id + " " + group)?.own });
  }
  return [...last.values()].some((g) => g.own && g.t < before);
}

const before = oldest(), address = config().pages?.["my-data"], own = store();
if (before !== null && address && config().pages["my-data"] && !keptUntil(own) && own.lessons().some((uid) => hasOld(own.lesson(uid), before))) {
  const t = words("old");
  const note = h("div", { class: "note pb-banner", role: "status", "data-slot": "old" }, h("b", {}, t("title")), h("p", {}, t("more")),
    h("p", { class: "row" }, h("a", { class: "btn", href: root() + address + "#pb-data-old" }, t("look")), h("button", { type: "button", class: "btn", "data-act": "old-later", onclick: () => {
      postpone(own);
      note.remove();
    } }, t("later"))));
  document.querySelector("main")?.prepend(note);
}
