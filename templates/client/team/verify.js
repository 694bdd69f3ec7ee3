// The page verify.html: checks a certificate, also without a network. The public keys of the
// people who may sign certificates are part of the playbook.

import { store } from "../lib/book.js";
import { h } from "../lib/dom.js";
import { announce, config, words } from "../lib/page.js";
import { certificate } from "./certificate.js";
import { trust } from "./crypto.js";
import { MAX_FILE, lettersIn, read, unpack } from "./format.js";
import { button, day, fileField, leg } from "./look.js";
import { book, plain } from "./share.js";

const t = words("verify");
const mount = document.querySelector('[data-pb-page="verify"]');
const answer = h("div", { class: "stack", "data-slot": "answer", tabindex: "-1" });

let facts;
let shown = null; // the opened certificate and how far it can be trusted: {doc, level}, see trust

const fold = (name) => plain(name).normalize("NFC").toLowerCase().replace(/\s+/g, " ");

function verdict(good, text, more = []) {
  answer.dataset.good = String(good);
  answer.replaceChildren(h("div", { class: "note " + (good ? "ok" : "warn"), role: "status" }, h("b", {}, text)), ...more);
  announce(text);
  answer.focus();
}

function judge() {
  const { doc, level } = shown, given = name.value.trim();
  if (given && fold(given) !== fold(doc.name)) return verdict(false, t("other_person", doc.name));
  const detail = [h("dl", { class: "fields" }, [["who", doc.name], ["what", doc.title], ["done", doc.done && day(doc.done)], ["by", doc.by], ["on", day(doc.on)]].filter(([, x]) => x).map(([k, x]) => h("div", {}, h("dt", {}, t("is_" + k)), h("dd", {}, x)))), doc.what.startsWith("path/") && level === 2 && certificate(doc, t)].filter(Boolean);
  if (level === 2) return verdict(true, t("good", doc.name), detail);
  verdict(false, t(level === null ? "no_crypto" : level === -1 ? "altered" : level === 1 ? (facts.keys?.length ? "unknown_key" : "no_key") : "unsigned"), level >= 0 ? detail : []);
}

async function open(text) {
  const one = text === null ? { error: "too-large" } : read(text, store().site);
  shown = null;
  if (one.error) return verdict(false, t("error_" + one.error.replaceAll("-", "_"), one.about ?? ""));
  if (one.kind !== "signoff") return verdict(false, t("error_not_ours"));
  shown = { doc: one.doc, level: await trust(one.doc, facts.keys) };
  judge();
}

const name = h("input", { type: "text", maxlength: "80", autocomplete: "off", "data-key": "name", oninput: () => shown && judge() });

async function fromAddress() {
  const [letters] = lettersIn(location.hash);
  if (letters) await open((await unpack(letters)) ?? "");
}

const field = h("textarea", { rows: "3", "data-key": "paste", "aria-label": t("paste") });
const start = leg("check", t("check"),
  fileField(t("open_file"), ([[, text]]) => open(text), MAX_FILE, { "data-key": "file" }),
  h("details", {}, h("summary", {}, t("paste")), field, h("p", {}, button(t("paste_go"), "paste", async () => {
    const [letters] = lettersIn(field.value);
    await open(letters ? (await unpack(letters)) ?? "" : field.value.trim());
  }))),
  h("p", {}, h("label", {}, t("name"), " ", name)), answer, h("p", { class: "pb-keep" }, t("how", config().site)));

book().then((known) => {
  facts = known;
  mount.append(start);
  mount.dataset.ready = "true";
  addEventListener("hashchange", fromAddress);
  return fromAddress();
});
