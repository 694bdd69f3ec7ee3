// The exports of a journal, if its reader includes private data: a row for every
// answer, and the entries by date. Loaded on first export.

import { answersOf, dateOf } from "./view.js";

customElements.get("pb-journal").exports = (journal) => {
  const entries = journal.entries().filter((e) => e.written).reverse();
  return {
    hasPrivate: entries.length > 0,
    rows: (withPrivate) => [["date", "prompt", "words"].map((c) => journal.t("col_" + c)),
      ...(withPrivate ? entries : []).flatMap((e) => answersOf(journal, e).map((a) => [e.date, a.label, a.words]))],
    markdown: (md, withPrivate) => md.heading(2, journal.heading) +
      (withPrivate ? entries.map((e) => entryText(journal, md, e)).join("") : md.escape(journal.t("left_out", entries.length)) + "\n"),
  };
};

const entryText = (journal, md, entry) => md.heading(3, dateOf(journal, entry)) +
  answersOf(journal, entry).map((a) => `**${md.escape(a.label)}**\n\n${md.escape(a.words.trim())}\n\n`).join("");
