// Exports a widget's data: a dialog with a file for each of its formats, and a link.
// Loaded on first use; publishes window.playbook.export. Data is imported on the
// my-data page, which shows it before anything changes.

import { store } from "./lib/book.js";
import { writeCSV } from "./lib/csv.js";
import { today } from "./lib/dates.js";
import { h } from "./lib/dom.js";
import { collect, exportText, shareFragment } from "./lib/exchange.js";
import { copy, download } from "./lib/handover.js";
import { writeICS } from "./lib/ics.js";
import * as md from "./lib/markdown.js";
import { announce, config, locale, root, words } from "./lib/page.js";

/**
 * Offers a widget's exports: {title, uid of the lesson, hasPrivate, and functions rows(withPrivate) for a table, markdown(lib,
 * withPrivate), events(withPrivate) for a calendar}. If a function is missing, the widget does not have that format.
 */
function offer({ title, uid, hasPrivate, rows, markdown, events }) {
  const t = words("export");
  const name = (end) => `${uid}-${today()}.${end}`.replace(/[^\p{L}\p{N}._-]+/gu, "-");
  const box = h("input", { type: "checkbox", id: "pb-export-private" });
  const said = h("p", { role: "status" });
  const say = (key) => {
    said.textContent = t(key);
    announce(t(key));
  };
  const save = (end, text, type) => {
    download(name(end), text, type);
    say("saved");
  };
  const data = () => collect(store(), { uids: [uid], withPrivate: box.checked });
  const button = (form, fn) => h("button", { type: "button", class: "btn", "data-form": form, onclick: fn }, t(form));
  const dialog = h("dialog", { class: "pb-export", "aria-labelledby": "pb-export-h", onclose: () => dialog.remove() },
    h("h2", { id: "pb-export-h" }, t("title", title)),
    hasPrivate && h("p", {}, h("label", { for: box.id }, box, " ", t("with_private"))),
    h("div", { class: "pb-forms" },
      button("json", () => save("json", exportText(data()), "application/json")),
      rows && button("csv", () => save("csv", writeCSV(rows(box.checked), locale()), "text/csv")),
      markdown && button("markdown", () => save("md", markdown(md, box.checked), "text/markdown")),
      events && button("calendar", () => {
        const list = events(box.checked);
        if (list.length) save("ics", writeICS(list), "text/calendar");
        else say("no_dates");
      }),
      button("link", async () => say(await link(data(), t)))),
    said,
    h("p", {}, h("button", { type: "button", class: "btn go", "data-form": "close", onclick: () => dialog.close() }, t("close"))));
  document.body.append(dialog);
  dialog.showModal();
}

/** Copies a link that opens with a preview; returns a message about it. */
async function link(data, t) {
  const fragment = await shareFragment(data);
  if (!fragment) return "link_too_long";
  const page = config().pages?.["my-data"];
  const address = page ? new URL(page, root()).href : location.href.split("#")[0];
  await copy(address + fragment, { label: t("copy_by_hand"), close: t("close") });
  return "link_copied";
}

window.playbook.export = offer;
