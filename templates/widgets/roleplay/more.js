// The exports of a role-play: the part that was played, and the notes of the debrief if
// their reader includes private data. Its scorecard has its own exports.

import { wordsOf } from "lib/typing.js";

customElements.get("pb-roleplay").exports = (play) => {
  const notes = play.notes.map((n) => ({ text: n.text, words: wordsOf(play.state.get(`~debrief/@${n.id}`)) }));
  const shown = (withPrivate) => notes.map((n) => ({ ...n, words: withPrivate ? n.words : "" }));
  return {
    hasPrivate: notes.some((n) => n.words),
    rows: (withPrivate) => [[play.t("col_question"), play.t("col_note")], ...shown(withPrivate).map((n) => [n.text, n.words])],
    markdown: (md, withPrivate) => md.heading(2, play.heading) + (play.role ? md.escape(play.slot("role").textContent) + "\n\n" : "") +
      shown(withPrivate).map((n) => `**${md.escape(n.text)}**\n\n${n.words ? md.escape(n.words.trim()) + "\n\n" : ""}`).join(""),
  };
};
