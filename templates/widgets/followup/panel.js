// A lead's panel: the agreement, the log, the next steps. It is built again whenever
// the lead changes; more.js carries over what is being typed.

import { h } from "lib/dom.js";
import { formatNumber } from "lib/number.js";
import { locale } from "lib/page.js";
import { parts } from "./parts.js";

const { log, plan } = parts();

/** The panel of a lead. asked is a touch that waits for the answer to "agreed?". */
export function panel(tool, lead, asked) {
  const { t } = tool, { stands } = lead, ended = stands.group === "ended";
  return h("div", { class: "panel" },
    plan.askedToStop(lead) && note("stop", t("asked_to_stop"), t("asked_to_stop_more")),
    stands.stop && prompt(tool, lead),
    !ended && !lead.agreed && note("open", t("not_agreed"), t("not_agreed_more", tool.rules.interval), say(tool, "ask")),
    touchForm(tool, lead, ended), asked && question(tool, lead, asked), agreeForm(tool, lead), log(tool, lead), states(tool, lead, ended), details(tool, lead));
}

const note = (kind, title, ...more) => h("div", { class: "prompt " + kind }, h("b", {}, title), more.map((x) => (typeof x === "string" ? h("p", {}, x) : x)));

/** The author's words for one of the three occasions, in a details element. */
function say(tool, role) {
  const from = tool.querySelector(`[data-say=${role}]`);
  return from && h("details", { "data-part": "say-" + role }, h("summary", {}, from.querySelector("h4").textContent), [...from.querySelector("div").childNodes].map((n) => n.cloneNode(true)));
}

const button = (act, words, value, kind = "") => h("button", { type: "button", class: "btn " + kind, "data-act": act, value }, words);

/** The stop rule is reached: stop, keep warm, or make a new agreement. */
function prompt(tool, { stands, stop }) {
  const { t } = tool;
  return h("div", { class: "prompt stop", role: "group", "aria-label": t("decide") },
    h("b", {}, stands.stop === "date" ? t("stop_date_more", tool.date(stop.date)) : t("stop_attempts_more", stands.unanswered)),
    h("p", {}, t("decide")),
    h("p", { class: "row" }, button("end", t("do_stop"), "stopped", "go"), button("go", t("do_nurture"), "[data-form=nurture] [name=route]"), button("go", t("do_agree"), "[data-form=agree] [name=days]")),
    say(tool, "close"));
}

/** The touch would be early: was it agreed? */
function question(tool, lead, { days }) {
  const { t } = tool;
  return h("div", { class: "prompt asked", role: "group", "aria-label": t("agreed_ask") },
    h("b", {}, !Number.isFinite(days) ? t("early_waiting") : t(lead.agreed ? "early_by" : "early_guess", days)),
    h("p", {}, t("agreed_ask")),
    h("p", { class: "row" }, button("answer", t("agreed_yes"), "yes"), button("answer", t("agreed_no"), "no"), button("answer", t("cancel"), "", "bare")));
}

let count = 0;

/** A field with its label; the control is made by fn(id). */
function field(words, control, cls = "") {
  control.id = `pb-fu-${++count}`;
  return h("p", { class: "f " + cls }, h("label", { for: control.id }, words), control);
}

const input = (name, value, attrs = {}) => h("input", { name, value: value ?? "", autocomplete: "off", ...attrs });

const select = (name, options, chosen, attrs = {}) => h("select", { name, ...attrs }, options.map(([value, words]) => h("option", { value, selected: value === chosen }, words)));

/** The channels to choose from. A chosen channel that the author has removed is included. */
function channels(tool, chosen) {
  const all = [...tool.channels];
  return chosen && !tool.channels.has(chosen) ? [...all, [chosen, chosen]] : all;
}

function form(name, title, off, ...content) {
  return h("form", { "data-form": name }, h("fieldset", { disabled: off }, h("legend", {}, title), content));
}

function touchForm(tool, lead, ended) {
  const { t } = tool, usual = lead.agreed?.channel || lead.touches.at(-1)?.channel || "";
  const to = field(t("moved_to"), input("to", "", { type: "date" }), "to");
  const outcome = select("outcome", plan.OUTCOMES.map((o) => [o, t("out_" + o)]), "no-answer");
  const when = () => { to.hidden = outcome.value !== "moved"; };
  outcome.addEventListener("change", when);
  // After a reset, the form shows its first state.
  queueMicrotask(when);
  return form("touch", t("log"), ended || tool.locked,
    field(t("date"), input("on", tool.today, { type: "date", required: true, max: tool.today })),
    field(t("channel"), select("channel", channels(tool, usual), usual)),
    field(t("outcome"), outcome), to,
    field(t("note"), h("textarea", { name: "note", rows: "2", maxlength: "4000" }), "full"),
    h("p", { class: "full" }, h("button", { class: "btn go" }, t("log_save"))));
}

function agreeForm(tool, lead) {
  const { t } = tool, { agreed } = lead, off = plan.askedToStop(lead) || tool.locked;
  return form("agree", t("agreed"), off,
    field(t("days"), input("days", agreed?.days ?? tool.rules.interval, { type: "number", min: "1", max: "730", required: true, inputmode: "numeric" })),
    field(t("channel"), select("channel", channels(tool, agreed?.channel), agreed?.channel)),
    field(t("by"), select("by", [["they", t("by_they")], ["me", t("by_me")]], agreed?.by)),
    field(t("with"), input("with", lead.with, { maxlength: "200" })),
    field(t("agreed_on"), input("on", lead.stands.stop ? tool.today : agreed?.on ?? tool.today, { type: "date", required: true, max: tool.today })),
    lead.stands.stop && field(t("reason"), input("reason", "", { required: true, maxlength: "500" }), "full"),
    h("p", { class: "full" }, h("button", { class: "btn" }, t("agree_save"))));
}

function details(tool, lead) {
  const { t } = tool, set = (name) => ({ "data-save": name });
  return h("fieldset", { class: "plain", disabled: tool.locked }, h("legend", {}, t("lead")),
    field(t("name_of"), input("name", lead.name, { maxlength: "200", ...set("name") }), "full"),
    field(t("value"), input("value", lead.value === null ? "" : formatNumber(lead.value, locale()), { inputmode: "decimal", ...set("value") })),
    field(t("stop_after"), input("attempts", lead.stop.attempts, { type: "number", min: "1", max: "99", inputmode: "numeric", ...set("attempts") })),
    field(t("stop_on"), input("date", lead.stop.date, { type: "date", ...set("date") })),
    h("p", { class: "full" }, button("remove", t("remove"), "", "bare")));
}

function states(tool, lead, ended) {
  const { t } = tool, asked = plan.askedToStop(lead);
  const end = (is) => button("end", t("is_" + is), is);
  return h("fieldset", { class: "plain states", disabled: tool.locked }, h("legend", {}, t("state"), ": ", h("b", {}, t("is_" + lead.stands.is))),
    asked ? h("p", { class: "full" }, t("asked_to_stop")) : h("p", { class: "row full" },
      lead.stands.is === "active" ? button("wait", t("do_wait")) : button("reopen", t("do_open")),
      !ended && [end("won"), end("lost"), button("end", t("do_stop"), "stopped")]),
    !asked && h("form", { "data-form": "nurture", class: "full" }, h("div", { class: "cells" },
      field(t("route"), input("route", lead.nurture.route, { maxlength: "200" })),
      field(t("revisit"), input("on", lead.nurture.on, { type: "date" })),
      h("p", { class: "full" }, h("button", { class: "btn" }, t("do_nurture")))), say(tool, "nurture")));
}
