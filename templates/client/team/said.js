// On a lesson: a manager's comments, and the sign-off that the lesson asks for. Loaded
// if there is either.

import { PAGE, lesson } from "../lib/book.js";
import { today } from "../lib/dates.js";
import { h } from "../lib/dom.js";
import { settings, standing } from "../lib/done.js";
import { randomHex } from "../lib/leaves.js";
import { announce, config, root, words } from "../lib/page.js";
import { button, day } from "./look.js";
import { asks, signs } from "./share.js";

const t = words("said");
const box = h("section", { class: "pb-said", "aria-label": t("from_manager") });

function comments() {
  const page = lesson().widget(PAGE);
  return page.keys("said/").map((key) => [key, page.get(key)]).filter(([, c]) => typeof c?.text === "string").map(([key, c]) => h("div", { class: "note", "data-said": key.slice(5) }, h("b", {}, `${c.by}, ${day(c.on)}`), h("p", { class: "pre" }, c.text),
    h("p", {}, button(t("read_it"), "read-it", () => {
      page.remove(key);
      announce(t("gone"));
    }))));
}

function signoff() {
  if (!config().signoff) return null;
  const what = "lesson/" + lesson().uid, given = signs().map(([, s]) => s).filter((s) => s.what === what).at(-1);
  if (given) return h("p", { class: "pb-ok", "data-signoff": "given" }, t("signed_by", given.by, day(given.on)));
  const asked = asks().map(([, a]) => a).find((a) => a.what === what), progress = config().pages?.progress;
  if (asked) return h("p", { "data-signoff": "asked" }, t("asked_on", day(asked.on)), " ", progress && h("a", { href: root() + progress + "#send" }, t("send")));
  const ready = ["learnt", "done", "stale", "expired"].includes(standing(lesson().uid, config()).state);
  return h("p", { "data-signoff": "open" }, t("wants"), " ", ready ? button(t("ask"), "ask", () => {
    settings().set("ask/" + randomHex(8), { what, on: today() });
    announce(t("asked_now"));
  }) : t("first"));
}

function draw() {
  const parts = [...comments(), signoff()].filter(Boolean);
  box.replaceChildren(...parts);
  box.hidden = parts.length === 0;
}

document.querySelector(".after .readrow, .readrow")?.before(box);
lesson().widget(PAGE).subscribe(draw);
settings().subscribe(draw);
draw();
