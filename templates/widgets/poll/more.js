// What a poll hands over: the options with the reader's own vote, its moves, and the
// last show of hands, as a table that a lesson may publish. Loaded when it is exported.

import { today } from "lib/dates.js";
import { stand, total } from "./ballot.js";

customElements.get("pb-poll").exports = (poll) => ({
  hasPrivate: false, rows: () => rows(poll), markdown: (md) => markdown(poll, md),
});

function rows(poll) {
  const { now } = stand(poll.votes()), hands = poll.hands();
  return [["option", "mine", "hands"].map((c) => poll.t("col_" + c)), ...poll.options.map((o) => [o.text, now === o.id ? 1 : 0, hands.get(o.id)])];
}

function markdown(poll, md) {
  const { now, moves } = stand(poll.votes()), hands = poll.hands(), n = total(hands);
  const name = (id) => poll.byId.get(id).text;
  const lines = [
    now === null ? poll.t("not_voted") : poll.t("your_vote", name(now)),
    ...moves.map((m) => poll.t("moved", name(m.from), name(m.to), today(new Date(m.at)))),
    ...(n ? [poll.t("hands_as_of", n, today())] : []),
  ];
  return md.heading(2, poll.heading) + lines.map((line) => md.escape(line) + "\n\n").join("") +
    (n ? md.table([[poll.t("col_option"), poll.t("col_hands")], ...poll.options.map((o) => [o.text, String(hands.get(o.id))])]) : "");
}
