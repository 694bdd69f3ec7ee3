// A lesson on a path with lock = true, for a reader who follows the path. Its
// prerequisites are shown in place of the text until they are done, or until the reader
// chooses to read anyway. The lock is a courtesy: the text is in the page, and without
// script it is shown.

import { h } from "./lib/dom.js";
import { followed, isLearnt, settings, standing } from "./lib/done.js";
import { whenChangedElsewhere } from "./lib/elsewhere.js";
import { config, words } from "./lib/page.js";

const t = words("lock");
const head = document.querySelector("main > .les-head");
const body = [...document.querySelectorAll("main > .les-head ~ :not(.after, .pb-lock), main .readrow")];

let opened = false; // the reader has opened the text; until the page closes
let panel;

/** The prerequisites that are not learnt: [{uid, url, title, lang}]. */
const waiting = () => (config().locks?.[followed()[0]] ?? []).filter(({ uid }) => !isLearnt(standing(uid).state));

function open() {
  opened = true;
  draw();
  document.querySelector("main").focus();
}

function draw() {
  const list = opened ? [] : waiting();
  for (const el of body) el.hidden = list.length > 0;
  panel?.remove();
  panel = list.length > 0 && h("div", { class: "note changed pb-lock" }, h("b", {}, t("locked"), " ", t("first")),
    h("ul", {}, list.map(({ url, title, lang }) => h("li", {}, h("a", { href: url, lang, hreflang: lang }, title)))),
    h("p", {}, h("button", { type: "button", class: "btn", onclick: open }, t("anyway"))));
  if (panel) head.after(panel);
}

if (head) {
  settings().subscribe(draw);
  whenChangedElsewhere(draw);
  draw();
}
