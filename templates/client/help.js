// The list of the page's keys, and the switch for single letters (see keys.js). Loaded
// on first use; publishes window.playbook.help.

import { h } from "./lib/dom.js";
import { config, words } from "./lib/page.js";
import { storage } from "./lib/storage.js";

const KEYS = [["/", "search"], ["n", "next"], ["p", "previous"], ["?", "keys"], ["Esc", "close"]];

const setting = () => `playbook:${config().site}:keys`;

function isOn() {
  try {
    return storage().getItem(setting()) !== "off";
  } catch {
    return true;
  }
}

/** Shows the list and the state of the switch. */
window.playbook.help = () => {
  const t = words("help");
  const box = h("input", { type: "checkbox", onchange: () => {
    try {
      storage().setItem(setting(), box.checked ? "on" : "off");
    } catch {
      box.checked = true; // storage has failed
    }
  } });
  box.checked = isOn();
  const dialog = h("dialog", { class: "pb-keys", "aria-labelledby": "pb-keys-h", onclose: () => dialog.remove() },
    h("h2", { id: "pb-keys-h" }, t("keys")),
    h("dl", {}, KEYS.map(([key, does]) => h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, t("key_" + does))))),
    h("label", {}, box, " ", t("keys_on")),
    h("p", {}, h("button", { type: "button", class: "btn", onclick: () => dialog.close() }, t("close"))));
  document.body.append(dialog);
  dialog.showModal();
};
