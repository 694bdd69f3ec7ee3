// "Send my progress": shows the content of the file in plain words before the file is
// made. The preview is drawn from the same document that is saved.

import { store } from "../lib/book.js";
import { today } from "../lib/dates.js";
import { h } from "../lib/dom.js";
import { settings } from "../lib/done.js";
import { copy, download } from "../lib/handover.js";
import { announce, config, root, words } from "../lib/page.js";
import { fileText, sealed } from "./canon.js";
import { deviceKey, signed, subtle } from "./crypto.js";
import { code, pack } from "./format.js";
import { button, wear } from "./look.js";
import { book, extras, loadShared, plain, progressDoc } from "./share.js";
import { inWords } from "./tell.js";

const MAX_LINK = 8000; // characters

const t = words("send");
const state = { level: 1, extra: new Set(), name: "" };

/** The finished file, signed if the browser can sign. */
async function finished(facts) {
  const doc = current(facts), keys = await deviceKey(`${store().site}:${store().profile}`);
  return keys ? signed(doc, keys) : sealed(doc);
}

const current = (facts) => progressDoc(facts, { name: state.name || "–", level: state.level, extra: facts.extras.filter((e) => state.extra.has(`${e.lesson} ${e.widget}`)) });

function levels(redraw) {
  return h("fieldset", { class: "pb-levels" }, h("legend", {}, t("how_much")), [1, 2, 3].map((n) => {
    const radio = h("input", { type: "radio", name: "pb-level", value: String(n), "data-key": "level-" + n, onchange: () => {
      state.level = n;
      redraw();
    } });
    radio.checked = state.level === n;
    return h("label", {}, radio, h("span", {}, h("b", {}, t("level_" + n)), " ", t(`level_${n}_more`)));
  }));
}

function extraBoxes(facts, redraw, open) {
  if (!facts.extras.length) return null;
  return h("details", { class: "pb-extras", open: open || state.extra.size > 0 }, h("summary", {}, t("extras")), h("p", {}, t("extras_more")), h("ul", {}, facts.extras.map((e) => {
    const key = `${e.lesson} ${e.widget}`;
    const box = h("input", { type: "checkbox", "data-key": "extra " + key, onchange: () => {
      if (box.checked) state.extra.add(key);
      else state.extra.delete(key);
      redraw();
    } });
    box.checked = state.extra.has(key);
    return h("li", {}, h("label", {}, box, " ", e.title, " ", h("small", {}, t("n_entries", e.rows.length))));
  })));
}

function preview(facts) {
  const parts = inWords(current(facts), facts, t);
  return h("div", { class: "card pb-told", role: "group", "aria-label": t("preview"), "data-slot": "preview" }, h("h3", {}, t("preview")),
    parts.map(({ title, rows }) => [h("h4", {}, title), rows.length ? h("ul", {}, rows.map((r) => h("li", {}, r))) : h("p", { class: "pb-none" }, t("nothing"))]),
    h("p", { class: "pb-not" }, t("not_in_it")));
}

const fileName = () => `progress-${store().site}-${plain(state.name)}-${today()}.json`.normalize("NFC").replace(/[^\p{L}\p{N}._-]+/gu, "-");

async function out(facts, form, say) {
  if (!state.name) {
    say(t("name_first"), true);
    form.querySelector("[data-key=name]").focus();
    return;
  }
  settings().set("name", state.name);
  const doc = await finished(facts), how = form.dataset.how;
  if (how === "file") {
    download(fileName(), fileText(doc), "application/json");
    return say(t("saved"));
  }
  const letters = await pack(doc), page = config().pages?.team ?? "team.html";
  const text = how === "link" ? `${new URL(page, root()).href}#p=${letters}` : code(letters);
  if (text.length > MAX_LINK) return say(t("too_long"), true);
  await copy(text, { label: t("copy_by_hand"), close: t("close") });
  say(t(how === "link" ? "link_copied" : "code_copied", text.length));
}

/** Draws the form into an element, and again after each choice. */
window.playbook.send = async (mount) => {
  wear();
  const facts = await book();
  await loadShared(facts);
  facts.extras = extras(facts, t);
  const known = settings().get("name");
  state.name ||= typeof known === "string" ? plain(known) : store().profile === "me" ? "" : plain(store().profile);
  const status = h("p", { role: "status", "data-slot": "said" });
  const say = (text, refused = false) => {
    status.className = refused ? "refused" : "";
    status.textContent = text;
    announce(text);
  };
  const body = h("div", {});
  const redraw = () => {
    const key = document.activeElement?.dataset?.key;
    status.textContent = "";
    body.replaceChildren(levels(redraw), extraBoxes(facts, redraw, body.querySelector(".pb-extras")?.open) ?? "", preview(facts));
    if (key) body.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  };
  const name = h("input", { type: "text", maxlength: "80", autocomplete: "name", "data-key": "name", required: true, oninput: () => {
    state.name = plain(name.value);
    body.querySelector("[data-slot=preview]").replaceWith(preview(facts));
  } });
  name.value = state.name;
  const form = h("form", { class: "stack", onsubmit: (e) => e.preventDefault() });
  const act = (how, label, more) => button(label, "send-" + how, () => {
    form.dataset.how = how;
    out(facts, form, say).catch((e) => console.error(e.message));
  }, more);
  form.append(h("p", {}, h("label", {}, t("name"), " ", name)), body, h("p", { class: "row" }, act("file", t("to_file"), "go"), act("link", t("to_link")), act("code", t("to_code"))), status, h("p", { class: "pb-sign" }, t(subtle() ? "is_signed" : "not_signed")));
  mount.replaceChildren(form);
  redraw();
  name.focus();
};

