// The list of the page's keys, and the switch for the single letters among them (see
// keys.js). Loaded when a reader first asks for it; publishes window.playbook.help.

import { h } from "./lib/dom.js";
import { t } from "./lib/page.js";

const KEYS = [["/", "search"], ["n", "next"], ["p", "previous"], ["?", "keys"], ["Esc", "close"]];

/** Shows the list; setting is the storage key of the switch. It opens only while the keys are on. */
window.playbook.help = (setting) => {
  const box = h("input", { type: "checkbox", onchange: () => {
    try {
      localStorage.setItem(setting, box.checked ? "on" : "off");
    } catch {
      box.checked = true; // cannot be kept
    }
  } });
  box.checked = true;
  const dialog = h("dialog", { class: "pb-keys", "aria-labelledby": "pb-keys-h", onclose: () => dialog.remove() },
    h("h2", { id: "pb-keys-h" }, t("keys")),
    h("dl", {}, KEYS.map(([key, does]) => h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, t("key_" + does))))),
    h("label", {}, box, " ", t("keys_on")),
    h("p", {}, h("button", { type: "button", class: "btn", onclick: () => dialog.close() }, t("close"))));
  document.body.append(dialog);
  dialog.showModal();
};
