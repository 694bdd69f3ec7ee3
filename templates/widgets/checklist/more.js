// What a checklist does besides being ticked: resets, accounts, earlier runs, numbers,
// print, exports. Loaded where a list has a use for it, or when its menu is opened.

import { lesson } from "lib/book.js";
import { today } from "lib/dates.js";
import { formatNumber, parseNumber } from "lib/number.js";
import { announce, load, locale } from "lib/page.js";
import { paper } from "lib/paper.js";
import { exports, titleOf } from "./export.js";
import { accountId, accounts, reset, runs } from "./ledger.js";
import { drawAccounts, drawBad, drawEarlier, drawOld, drawOrphans, drawUndo } from "./moreview.js";
import { parts } from "./parts.js";

const { answers, current, drawItem, figures } = parts();
const UNDO = 10000; // ms a reset can be taken back

/** The further doings of one list. */
class More {
  #undo = null;

  constructor(list) {
    this.list = list;
    if (list.perAccount) {
      list.account ||= accounts(list.state, locale())[0]?.id ?? "";
      list.on("submit", "form", (e, form) => this.#openAccount(e, form));
    }
    list.signal.addEventListener("abort", () => clearTimeout(this.#undo?.timer));
    this.archive();
  }

  draw(run) {
    const { list } = this;
    if (list.perAccount) drawAccounts(list);
    drawEarlier(list, run);
    drawOrphans(list, lesson().orphans());
  }

  drawOld(item, answer, blank) {
    drawOld(this.list, item, answer, blank);
  }

  drawBad(item, bad) {
    drawBad(this.list, item, bad);
  }

  /** A number as the page's language writes it, and reads it: undefined for what is none. */
  write = (value) => formatNumber(value, locale());
  read = (text) => parseNumber(text, locale()).value;

  /** Does what a button says. */
  act(name, button) {
    const { list } = this;
    if (name === "export") this.#export();
    else if (name === "reset") this.#reset();
    else if (name === "undo") this.#takeBack(true);
    else if (name === "account") this.#choose(button.value);
    else if (name.startsWith("print")) this.#print(name === "print-blank");
    else throw new Error(`a checklist cannot ${name}: ${list.id}`);
  }

  /** Notes what runs amounted to that are over. */
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

  #reset() {
    const { list } = this;
    if (list.locked) return;
    const run = list.run;
    let back;
    list.state.batch(() => {
      this.#end(run.id);
      back = reset(list.state, run);
    });
    clearTimeout(this.#undo?.timer);
    this.#undo = { back, timer: setTimeout(() => this.#takeBack(false), UNDO) };
    drawUndo(list, true);
    announce(list.t("new_run"));
  }

  /** Undoes the reset, or, when its time is over, forgets how. */
  #takeBack(wanted) {
    const { list } = this;
    clearTimeout(this.#undo?.timer);
    const focused = list.querySelector("[data-slot=undo]")?.contains(document.activeElement);
    if (wanted && this.#undo) {
      list.state.batch(() => this.#undo.back());
      announce(list.t("undone"));
    }
    this.#undo = null;
    drawUndo(list, false);
    if (focused) list.querySelector("details.menu summary").focus();
  }

  #choose(id) {
    this.list.account = id;
    this.list.draw();
    announce(this.list.querySelector("[data-slot=count]").textContent);
  }

  #openAccount(e, form) {
    e.preventDefault();
    const { list } = this;
    const name = form.elements.account.value.trim().slice(0, 200);
    if (!name) return;
    const key = `account/${accountId(name)}/~name`;
    list.account = accountId(name);
    form.reset();
    if (list.state.get(key) === undefined) list.state.set(key, name);
    list.draw();
    list.items.find((i) => !i.box.disabled)?.box.focus();
  }

  /** Prints this list alone, as it stands or with every box and line empty. */
  #print(blank) {
    const { list } = this;
    if (blank) for (const item of list.items) drawItem(list, item, undefined, { run: list.run, start: null, today: today(), locked: false, blank });
    paper(list, () => list.draw());
  }

  async #export() {
    const { list } = this;
    await load("export");
    window.playbook.export({ title: titleOf(list), uid: lesson().uid, ...exports(list) });
  }
}

customElements.get("pb-checklist").More = More;
