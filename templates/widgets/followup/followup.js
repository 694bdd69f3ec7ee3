// <pb-followup>: leads, the day on which each expects you, and when to stop. This
// script reads and shows. Everything that changes data (forms, log, import, export) is
// in more.js, loaded when a reader first uses the planner.

import { today } from "lib/dates.js";
import { define } from "lib/element.js";
import { Instrument } from "lib/instrument.js";
import { load } from "lib/page.js";
import * as leads from "./leads.js";
import * as plan from "./plan.js";
import { drawFigures, drawList, log, sheet } from "./view.js";

class Followup extends Instrument {
  /** For more.js, so that the page has one copy of each function. */
  static parts = { leads, log, plan };

  /** The object of more.js, when it has loaded. */
  more = null;
  /** The leads that are open, by id. */
  open = new Set();
  /** The rows on the page: id to {li, said}. */
  rows = new Map();

  ready() {
    const { attempts, after } = this.dataset;
    this.rules = { ...plan.readRules(this.dataset), attempts: Number(attempts), after: Number(after) };
    this.channels = new Map([...this.querySelectorAll("[data-channel]")].map((el) => [el.dataset.channel, el.textContent]));
    const need = (name) => async (e, button) => (await this.need()).act(name, button);
    for (const name of ["open", "touch", "import", "answer", "end", "wait", "reopen", "delete", "remove", "untake", "go"]) this.acts[name] = need(name);
    if (!this.state) return;
    this.on("submit", "form", async (e, form) => {
      e.preventDefault();
      if (!this.locked) (await this.need()).submit(form);
    });
    this.on("change", "[data-save]", async (_, field) => (await this.need()).save(field));
    // On paper all leads are open.
    addEventListener("beforeprint", () => {
      for (const lead of this.leads) this.rows.get(lead.id).li.append(sheet(this, lead));
    }, { signal: this.signal });
    addEventListener("afterprint", () => this.querySelectorAll(".sheet").forEach((el) => el.remove()), { signal: this.signal });
    // After midnight other leads are due.
    document.addEventListener("visibilitychange", () => { if (this.today !== today()) this.draw(); }, { signal: this.signal });
  }

  /** Loads more.js. */
  async need() {
    if (!this.more) {
      await load("followup-more");
      this.more ??= new Followup.More(this);
    }
    return this.more;
  }

  /** A channel's name in the page's language. The author's and former channels stay as they are. */
  channel(id) {
    return this.channels.get(id) ?? id;
  }

  draw(blank = false) {
    this.toggleAttribute("data-blank", blank);
    this.today = today();
    this.leads = leads.readLeads(this.state);
    for (const lead of this.leads) lead.stands = plan.standing(lead, this.rules, this.today);
    const focused = document.activeElement;
    drawList(this);
    this.more?.drawPanels();
    // Moving a row in the page takes the focus away from it.
    if (focused !== document.activeElement && this.contains(focused)) focused.focus();
    for (const field of this.querySelectorAll(".add :is(input, button)")) field.disabled = this.locked;
    drawFigures(this, plan.pest(this.leads));
    this.drawSaved();
  }

  /** Storing exported calendar entries is not a change by the reader. */
  get ownKeys() {
    return this.state.keys("lead/");
  }

  /** Starting over removes the leads. The exported calendar entries stay. */
  clear() {
    for (const key of this.state.keys("lead/")) this.state.remove(key);
  }
}

define("followup", Followup);
