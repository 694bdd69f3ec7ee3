// The planner in use: a lead's panel with its forms, what follows from a touch, import
// and export. Loaded when a reader first uses it.

import { uuid } from "lib/leaves.js";
import { parseNumber } from "lib/number.js";
import { announce, locale } from "lib/page.js";
import { exports } from "./exports.js";
import { openImport } from "./importer.js";
import { panel } from "./panel.js";
import { parts } from "./parts.js";
import { addLead, afterTouch, keysOf, writeAgreed, writeLead, writeTouch } from "./write.js";
import { drawUndo } from "./undo.js";

const { plan } = parts();

/** The functions of one planner. */
class More {
  /** Touches that wait for the answer to "agreed?": lead id to {touch, note, days}. */
  asked = new Map();
  #panels = new Map(); // lead id to {el, said}

  constructor(tool) {
    this.tool = tool;
  }

  lead(id) {
    return this.tool.leads.find((lead) => lead.id === id);
  }

  /** Draws the panels of the open leads. Text that is being typed stays. */
  drawPanels() {
    const { tool } = this;
    for (const [id, { el }] of this.#panels) {
      if (tool.open.has(id) && tool.rows.has(id)) continue;
      el.remove();
      this.#panels.delete(id);
    }
    for (const id of tool.open) {
      const lead = this.lead(id), old = this.#panels.get(id);
      const said = JSON.stringify([lead, this.asked.get(id)?.days, tool.locked, tool.today]);
      if (old?.said === said) continue;
      const el = panel(tool, lead, this.asked.get(id));
      if (old) {
        keepTyping(old.el, el);
        replace(old.el, el);
      } else tool.rows.get(id).li.append(el);
      this.#panels.set(id, { el, said });
    }
  }

  /** Performs the action of a button. */
  act(name, button) {
    const id = button.closest("[data-lead]")?.dataset.lead;
    acts[name].call(this, this.lead(id), button);
  }

  /** Performs the action of a form, by its name. */
  submit(form) {
    const lead = this.lead(form.closest("[data-lead]")?.dataset.lead);
    const data = Object.fromEntries([...new FormData(form)].map(([k, v]) => [k, v.trim()]));
    forms[form.dataset.form ?? "add"].call(this, form, data, lead);
  }

  /** Stores a field of a lead as soon as it changes. */
  save(field) {
    const { tool } = this, lead = this.lead(field.closest("[data-lead]").dataset.lead);
    const text = field.value.trim(), name = field.dataset.save;
    if (tool.locked) return;
    if (name === "name") {
      if (text) writeLead(tool.state, lead.id, { name: text });
    } else if (name === "value") {
      const { value, why } = parseNumber(text, locale());
      const bad = Boolean(why && why !== "empty");
      field.setAttribute("aria-invalid", String(bad));
      if (bad) announce(tool.t("bad_number"));
      else writeLead(tool.state, lead.id, { value: value ?? null });
    } else if (field.validity.valid) {
      const stop = { ...lead.stop, [name]: name === "attempts" ? Number(text) || null : text || null };
      writeLead(tool.state, lead.id, { stop });
    }
  }

  /** Stores a touch and announces what follows. */
  log(lead, touch, note) {
    const { tool } = this;
    this.asked.delete(lead.id);
    tool.state.batch(() => {
      writeTouch(tool.state, lead.id, touch, uuid(), note);
      writeLead(tool.state, lead.id, afterTouch(lead, touch));
    });
    const after = this.lead(lead.id);
    announce([tool.t("logged"), after.stands.next ? tool.t("next_on", tool.date(after.stands.next)) : tool.t("is_" + after.stands.is), tool.t("crm")].join(" "));
    const box = tool.rows.get(lead.id).li;
    (box.querySelector(".prompt button") ?? box.querySelector("[data-form=touch] select:not(:disabled)") ?? box.querySelector("button")).focus();
  }

  /** Removes leaves, with an undo. */
  take(keys, words) {
    const { state } = this.tool, before = keys.map((key) => [key, state.get(key)]);
    state.batch(() => keys.forEach((key) => state.remove(key)));
    drawUndo(this.tool, words, () => state.batch(() => before.forEach(([key, x]) => state.get(key) === undefined && state.set(key, x))));
  }

  /** Opens a lead and moves the focus to one of its fields. */
  go(lead, selector) {
    const { tool } = this;
    tool.open.add(lead.id);
    tool.draw();
    const el = tool.rows.get(lead.id).li.querySelector(selector);
    el?.focus();
    el?.scrollIntoView({ block: "nearest" });
  }
}

/** The actions of buttons, by data-act; this is More. */
const acts = {
  __proto__: null,

  open(lead) {
    const { open } = this.tool;
    if (!open.delete(lead.id)) open.add(lead.id);
    this.tool.draw();
  },

  touch(lead) {
    this.go(lead, "[data-form=touch] [name=outcome]");
  },

  go(lead, button) {
    this.go(lead, button.value);
  },

  /** Answers "agreed?": "yes", "no", or "" to leave it. */
  answer(lead, { value }) {
    const { touch, note } = this.asked.get(lead.id);
    if (value) return this.log(lead, { ...touch, early: value === "no" }, note);
    this.asked.delete(lead.id);
    this.tool.draw();
    this.go(lead, "[data-form=touch] button");
  },

  end(lead, { value }) {
    change(this, lead, { is: value });
  },

  wait(lead) {
    change(this, lead, { is: "waiting" });
  },

  reopen(lead) {
    change(this, lead, { is: "active" });
  },

  delete(lead, { value }) {
    this.take([`lead/${lead.id}/touch/${value}`, `lead/${lead.id}/~note/${value}`], this.tool.t("touch_removed"));
  },

  remove(lead) {
    this.take(keysOf(this.tool.state, lead.id), this.tool.t("lead_removed"));
  },

  untake() {
    this.tool.untake?.(true);
  },

  import() {
    if (!this.tool.locked) openImport(this.tool);
  },
};

/** Sets a lead's state and announces it. */
function change({ tool }, lead, { is, ...rest }) {
  writeLead(tool.state, lead.id, { is, on: tool.today, ...rest });
  announce(tool.t("is_" + is));
  (tool.rows.get(lead.id)?.li.querySelector(".states button") ?? tool.rows.get(lead.id)?.li.querySelector("button"))?.focus();
}

/** The actions of forms, by data-form; this is More. */
const forms = {
  __proto__: null,

  add(form, { name }) {
    if (!name) return;
    const { tool } = this;
    const id = addLead(tool.state, name.slice(0, 200), tool.rules, tool.today);
    form.reset();
    tool.draw();
    announce(tool.t("added", name));
    this.go(this.lead(id), "[data-form=agree] [name=days]");
  },

  touch(form, { note, ...touch }, lead) {
    const { tool } = this;
    if (touch.outcome !== "moved") delete touch.to;
    const days = plan.earlyBy(lead, tool.rules, touch.on);
    form.reset();
    if (!plan.isEarly(days)) return this.log(lead, touch, note);
    this.asked.set(lead.id, { touch, note, days });
    tool.draw();
    tool.rows.get(lead.id).li.querySelector(".asked button").focus();
  },

  agree(form, { days, channel, by, on, with: person, reason }, lead) {
    const { tool } = this;
    writeAgreed(tool.state, lead, { days: Number(days), channel, by, on: on || tool.today }, { reached: lead.stands.stop, rules: tool.rules, reason, today: tool.today, with: person });
    const { next } = this.lead(lead.id).stands;
    announce(next ? tool.t("next_on", tool.date(next)) : "");
    this.go(lead, "[data-form=agree] button");
  },

  nurture(form, { route, on }, lead) {
    change(this, lead, { is: "nurture", nurture: { route, on } });
  },
};

/** Carries over typed text that is not stored yet, and the focus. */
function keepTyping(from, to) {
  for (const old of from.querySelectorAll("form[data-form] :is(input, select, textarea)")) {
    const field = to.querySelector(`[data-form=${old.form.dataset.form}] [name=${old.name}]`);
    const was = old.localName === "select" ? [...old.options].find((o) => o.defaultSelected)?.value ?? old.options[0]?.value : old.defaultValue;
    if (field && old.value !== was) field.value = old.value;
  }
  for (const open of from.querySelectorAll("details[open]")) {
    const same = to.querySelector(`details[data-part=${open.dataset.part}]`);
    if (same) same.open = true;
  }
}

/** Replaces a panel by a new one and keeps the focus. */
function replace(from, to) {
  const at = from.contains(document.activeElement) && document.activeElement;
  const key = at && [...from.querySelectorAll("button, input, select, textarea, summary")].indexOf(at);
  const selector = at && (at.dataset.save ? `[data-save=${at.dataset.save}]` : at.name ? `[data-form=${at.form?.dataset.form}] [name=${at.name}]` : at.dataset.act ? `[data-act=${at.dataset.act}]` : "");
  from.replaceWith(to);
  if (at) ((selector && to.querySelector(selector)) || to.querySelectorAll("button, input, select, textarea, summary")[key])?.focus();
}

const Followup = customElements.get("pb-followup");
Followup.More = More;
Followup.exports = exports;
