// Says at the top of the page what happened to the reader's data, what it means, and
// what to do, once for each event. Loaded when there is something to say; publishes
// window.playbook.banner.

import { h } from "./lib/dom.js";
import { config, root, words } from "./lib/page.js";

const NOTES = { "memory blocked": "blocked", "memory full": "full", readonly: "newer", broken: "broken", erased: "erased" };

const t = words("storage");
const shown = new Map();

/** Shows a status from store.onstatus; "saved" removes the message that there was no room. */
window.playbook.banner = ({ state, reason }) => {
  if (state === "saved") {
    shown.get("full")?.remove();
    shown.delete("full");
  }
  const name = NOTES[reason ? `${state} ${reason}` : state];
  if (!name || shown.has(name)) return;
  const address = config().pages?.["my-data"];
  const note = h("div", { class: "note warn pb-banner", role: "alert" },
    h("b", {}, t(name)), h("p", {}, t(name + "_more")),
    address && h("p", {}, h("a", { class: "btn", href: root() + address }, t("export_now"))));
  shown.set(name, note);
  (document.querySelector("main") ?? document.body).prepend(note);
};
