// Further functions of a checklist: resets, accounts, earlier runs, numbers, exports.
// Loaded if a list needs them, or when its menu is used.

import { lesson } from "lib/book.js";
import { today } from "lib/dates.js";
import { nameId } from "lib/names.js";
import { formatNumber, parseNumber } from "lib/number.js";
import { announce, locale } from "lib/page.js";
import { exports } from "./export.js";
import { accounts, reset, runs } from "./ledger.js";
import { drawAccounts, drawBad, drawEarlier, drawOld } from "./moreview.js";
import { parts } from "./parts.js";

const { answers, current, figures } = parts();

/** The further functions of one list. */
class More {
  constructor(list) {
    this.list = list;
    if (list.perAccount) {
      list.account ||= accounts(list.state)[0]?.id ?? "";
      list.acts.account = (_, button) => this.#choose(button.value);
      list.on("submit", "form", (e, form) => this.#openAccount(e, form));
    }
    this.archive();
    this.#hide();
  }

  /** Moves notes about accounts that an earlier version stored as public to private keys. */
  #hide() {
    const { state } = this.list, open = state.keys("run/").filter((key) => /^run\/[^/]*_[^/]*\/@[^/]*\/note$/.test(key));
    if (open.length === 0 || lesson().readonly) return;
    state.batch(() => open.forEach((key) => {
      const hidden = key.replace(/note$/, "~note");
      if (state.get(hidden) === undefined) state.setText(hidden, String(state.get(key)));
      state.remove(key);
    }));
  }

  draw(run) {
    const { list } = this;
    if (list.perAccount) drawAccounts(list);
    drawEarlier(list, run);
  }

  drawOld(item, answer, blank) {
    drawOld(this.list, item, answer, blank);
  }

  drawBad(item, bad) {
    drawBad(this.list, item, bad);
  }

  /** A number in the notation of the page's language. Reading returns undefined for anything else. */
  write = (value) => formatNumber(value, locale());
  read = (text) => parseNumber(text, locale()).value;

  /** Stores the results of runs that are over. */
  archive() {
    const { list } = this;
    if (lesson().readonly) return;
    const over = runs(list.state).filter((r) => !r.end && r.id !== current(list.state, { repeat: list.dataset.repeat, account: r.account }, today()).id);
    if (over.length) list.state.batch(() => over.forEach((r) => this.#end(r.id)));
  }

  #end(id) {
    const { list } = this;
    const f = figures(list.items, answers(list.state, id, list.items), list.pass);
    list.state.set(`run/${id}/end`, { on: today(), done: f.done, of: f.applicable, ...(f.share !== null && { share: f.share }), complete: f.complete });
  }

  /** Opens a new run; returns a function that undoes it. */
  clear() {
    const { state, run } = this.list;
    this.#end(run.id);
    return reset(state, run);
  }

  #choose(id) {
    this.list.account = id;
    this.list.draw();
    announce(this.list.slot("count").textContent);
  }

  #openAccount(e, form) {
    e.preventDefault();
    const { list } = this;
    const name = form.elements.account.value.trim().slice(0, 200);
    if (!name) return;
    list.account = nameId(name);
    const key = `account/${list.account}/~name`;
    form.reset();
    if (list.state.get(key) === undefined) list.state.set(key, name);
    list.draw();
    list.items.find((i) => !i.box.disabled)?.box.focus();
  }
}

const Checklist = customElements.get("pb-checklist");
Checklist.More = More;
Checklist.exports = exports;
