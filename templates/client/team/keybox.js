// The manager's key: made here, stored in a file under a passphrase, and open until the
// page closes. The line for site.toml has its public half.

import { store } from "../lib/book.js";
import { h } from "../lib/dom.js";
import { download } from "../lib/handover.js";
import { announce } from "../lib/page.js";
import { fileText } from "./canon.js";
import { makeKeyFile, openKeyFile, subtle } from "./crypto.js";
import { MAX_FILE, read } from "./format.js";
import { button, fileField, leg } from "./look.js";
import { plain } from "./share.js";

const LEAST = 12; // smallest number of characters in a passphrase

let waiting = null; // a key file that needs its passphrase
let shown = null; // the public half of a new key
let said = "";

/** Takes an opened key file and asks for its passphrase. */
export function takeKey(page, doc) {
  waiting = doc;
  said = "";
  page.draw();
}

const secret = (page, key, label) => h("input", { type: "password", autocomplete: key === "pass" ? "current-password" : "new-password", "data-key": key, "aria-label": label, required: true });
const line = (label, input) => h("p", {}, h("label", {}, label, " ", input));

function opening(page) {
  const { t } = page, pass = secret(page, "pass", t("passphrase"));
  return h("form", { onsubmit: async (e) => {
    e.preventDefault();
    const key = await openKeyFile(waiting, pass.value);
    said = key ? "" : t("wrong_passphrase");
    if (key) {
      page.key = key;
      waiting = null;
    }
    page.draw();
    announce(key ? t("key_open", key.by) : said);
  } }, h("p", {}, t("key_of", waiting.by)), h("input", { type: "text", autocomplete: "username", value: waiting.by, hidden: true }), line(t("passphrase"), pass), h("p", {}, h("button", { class: "btn go", "data-act": "unlock" }, t("unlock"))));
}

function making(page) {
  const { t } = page, by = h("input", { type: "text", maxlength: "80", autocomplete: "username", "data-key": "key-by", required: true }), one = secret(page, "new-pass", t("passphrase")), two = secret(page, "again-pass", t("passphrase_again"));
  const refused = h("p", { class: "refused", role: "alert" });
  return h("details", {}, h("summary", {}, t("make_key")), h("p", {}, t("make_key_more")), h("form", { onsubmit: async (e) => {
    e.preventDefault();
    refused.textContent = one.value.length < LEAST ? t("short_passphrase", LEAST) : one.value !== two.value ? t("other_passphrase") : "";
    if (refused.textContent) return;
    const doc = await makeKeyFile({ site: store().site, by: plain(by.value), passphrase: one.value });
    download(`manager-key-${store().site}.json`, fileText(doc), "application/json");
    shown = doc.public;
    page.key = await openKeyFile(doc, one.value);
    page.draw();
    announce(t("key_made"));
  } }, line(t("your_name"), by), line(t("passphrase"), one), line(t("passphrase_again"), two), refused, h("p", {}, h("button", { class: "btn", "data-act": "make-key" }, t("make_key_go")))));
}

/** The section of the page. */
export function keyBox(page) {
  const { t } = page;
  if (!subtle()) return leg("key", t("key"), h("p", { class: "note" }, t("no_crypto")));
  const parts = page.key ? [h("p", { class: "pb-ok" }, t("key_open", page.key.by)), button(t("key_close"), "lock", () => {
    page.key = null;
    page.draw();
  })] : waiting ? [opening(page)] : [fileField(t("open_key"), ([[, text]]) => {
    const one = text === null ? { error: "too-large" } : read(text, store().site);
    if (one.kind === "key") return takeKey(page, one.doc);
    said = t("no_key_file");
    page.draw();
  }, MAX_FILE, { "data-key": "key-file" }), making(page)];
  return h("div", { class: "noprint" }, leg("key", t("key"), h("p", {}, t("key_more")), parts, said && h("p", { class: "refused", role: "alert" }, said),
    shown && h("div", { class: "note", "data-slot": "public" }, h("p", {}, t("key_line")), h("pre", {}, `[team]\nkey = "${shown}"`))));
}
