// Counting a show of hands: a sheet for the wall, the keys 1 to 9 for the options.

import { h } from "lib/dom.js";
import { announce } from "lib/page.js";
import { optionOf, total } from "./ballot.js";

/** Opens the sheet. 1 to 9 count a hand, Backspace takes the last one back. */
export function openHands(poll) {
  const { t, options } = poll;
  const last = [];
  const rows = options.map((o, i) => ({
    o, count: h("output", { class: "n" }), bar: h("progress", { max: "1", value: "0", "aria-hidden": "true" }), key: String(i + 1),
  }));
  const sum = h("p", { class: "quiet" });
  const add = (option, by) => {
    poll.hand(option, by);
    if (by > 0) last.push(option);
    const row = rows.find((r) => r.o.id === option);
    announce(`${row.o.text}: ${row.count.textContent}`);
  };
  const draw = () => {
    const hands = poll.hands(), most = Math.max(1, ...hands.values());
    for (const r of rows) {
      poll.put(r.count, String(hands.get(r.o.id)));
      r.bar.value = hands.get(r.o.id) / most;
    }
    poll.put(sum, t("hands_sum", total(hands)));
  };
  const button = (label, name, fn) => h("button", { type: "button", class: "btn icon", "aria-label": name, onclick: fn }, label);
  const end = poll.state.subscribe(draw);
  const dialog = h("dialog", { class: "hands", "aria-labelledby": "pb-hands-h", onclose: () => { end(); dialog.remove(); } },
    h("h2", { id: "pb-hands-h" }, poll.heading || t("hands_title")),
    h("p", { class: "quiet" }, t("hands_keys")),
    h("ol", {}, rows.map((r) => h("li", { "data-item": r.o.id }, h("kbd", {}, r.key), h("span", {}, r.o.text), r.count,
      button("+", t("one_more", r.o.text), () => add(r.o.id, 1)), button("−", t("one_less", r.o.text), () => add(r.o.id, -1)), r.bar))),
    sum,
    h("p", { class: "row" },
      h("button", { type: "button", class: "btn", "data-do": "clear", onclick: () => poll.clearHands() }, t("hands_clear")), " ",
      h("button", { type: "button", class: "btn go", "data-do": "close", onclick: () => dialog.close() }, t("hands_close"))));
  dialog.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const option = optionOf(e.key, options);
    if (option) add(option.id, 1);
    else if (e.key === "Backspace" && last.length) add(last.pop(), -1);
    else return;
    e.preventDefault();
    e.stopPropagation(); // the page's own keys stay out of it
  });
  document.body.append(dialog);
  draw();
  dialog.showModal();
}
