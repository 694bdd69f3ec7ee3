// What a checklist shows: every function draws one part, and touches only what differs.

import { lesson, store } from "lib/book.js";
import { addDays, due, formatDate, today } from "lib/dates.js";
import { h } from "lib/dom.js";
import { formatNumber } from "lib/number.js";
import { locale } from "lib/page.js";
import { isOld, stateOf } from "./figures.js";
import { accounts, isLink, runs } from "./runs.js";

const BOXES = 30; // a longer list has a tally of 20 that fills by share
const EARLIER = 24; // earlier runs shown; exports have all

const put = (el, text) => { if (el && el.textContent !== text) el.textContent = text; };

/** The local time of a moment, in words. */
export const moment = (ms) => formatDate(today(new Date(ms)), locale());

/** A share in percent; what is not all never reads 100 %. */
export function percent(share) {
  const write = (decimals) => new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: decimals }).format(String(share));
  return share < 1 && share >= 0.995 ? write(2) : write(0);
}

/** One item: box, words, date, evidence. */
export function drawItem(list, item, answer, context) {
  const state = context.blank ? "open" : stateOf(item, answer);
  item.shown = state;
  item.box.checked = state === "done";
  item.box.disabled = context.locked || state === "na";
  if (item.naBox) {
    item.naBox.checked = state === "na";
    item.naBox.disabled = context.locked;
  }
  item.li.classList.toggle("is", state === "done");
  item.li.classList.toggle("na", state === "na");
  drawDue(list, item, state, context);
  drawOld(list, item, answer, context.blank);
  if (item.field) drawField(list, item, answer, context);
}

function drawDue(list, item, state, { start, today: now }) {
  if (!item.due) return;
  const date = start || !item.due.startsWith("+") ? due(item.due, start) : null;
  const late = state === "open" && date !== null && date < now;
  put(item.dueSlot, date === null ? item.dueText : list.t(late ? "overdue" : "due", formatDate(date, locale())));
  item.dueSlot.classList.toggle("late", late);
  item.date = date;
}

/** An answer to an earlier revision asks for review. */
function drawOld(list, item, answer, blank) {
  const old = !blank && isOld(item, answer);
  let note = item.li.querySelector("[data-slot=old]");
  if (!old) return void note?.remove();
  if (!note) item.li.append((note = h("p", { class: "help", "data-slot": "old" })));
  put(note, list.t(answer.at ? "review" : "review_undated", answer.at ? moment(answer.at) : ""));
}

function drawField(list, item, answer, { locked, blank }) {
  const { field } = item;
  field.disabled = locked;
  const { value, note = "" } = answer ?? {};
  const text = blank ? "" : item.evidence === "number" ? (typeof value === "number" ? formatNumber(value, locale()) : typeof value === "string" ? value : "") : note;
  if (!list.isDirty(field) && field.value !== text && !(field === document.activeElement && sameNumber(item, field, value))) field.value = text;
  const bad = !blank && text.trim() !== "" && (item.evidence === "number" ? typeof value !== "number" : item.evidence === "link" && !isLink(text.trim()));
  if (bad) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  let hint = item.li.querySelector("[data-slot=bad]");
  if (bad && !hint) {
    hint = h("p", { class: "help late", "data-slot": "bad", id: `${item.box.id}-bad` }, list.t("bad_" + item.evidence));
    field.setAttribute("aria-describedby", hint.id);
    field.after(hint);
  } else if (!bad && hint) {
    hint.remove();
    field.removeAttribute("aria-describedby");
  }
}

/** Whether a focused number field says the value already, in the reader's own spelling. */
const sameNumber = (item, field, value) => item.evidence === "number" && value !== undefined && field.value !== "";

/** Counts, tally, sections, the run and the way to the next open item. */
export function drawFigures(list, f, now, run) {
  const { t } = list;
  const slot = (name) => list.querySelector(`[data-slot=${name}]`);
  put(slot("count"), f.share === null ? t("nothing") : t("done", f.done, f.applicable, percent(f.share)));
  put(slot("status"), f.complete ? t("complete") : f.lacking.length && f.done ? t("lacking", f.lacking.length) : "");
  put(slot("run"), runLabel(list, run));
  list.toggleAttribute("data-complete", f.complete);
  drawTally(slot("tally"), list.items, f);
  for (const part of list.querySelectorAll("[data-slot=part]")) {
    const own = list.items.filter((i) => i.li.parentElement === part.parentElement.nextElementSibling && i.shown !== "na");
    put(part, own.length ? t("part", own.filter((i) => i.shown === "done").length, own.length) : "");
  }
  const next = list.querySelector("[data-act=next]");
  const open = list.items.find((i) => i.shown === "open");
  next.hidden = !open || list.locked;
  if (open) next.setAttribute("href", "#" + open.box.id);
}

function drawTally(tally, items, f) {
  const counted = items.filter((i) => i.shown !== "na");
  const on = counted.length <= BOXES ? counted.map((i) => i.shown === "done") : Array.from({ length: 20 }, (_, i) => (f.share ?? 0) * 20 >= i + 1 - 1e-9);
  while (tally.children.length > on.length) tally.lastChild.remove();
  while (tally.children.length < on.length) tally.append(h("i"));
  // Ticked boxes stand together, so that they can be counted at a glance.
  const done = on.filter(Boolean).length;
  [...tally.children].forEach((box, i) => box.classList.toggle("on", i < done));
}

/** "November 2026", "23 – 29 Nov 2026, run 2". */
export function runLabel(list, run) {
  const when = run.start && span(run);
  const again = run.number > 1 ? list.t("run_again", run.number) : "";
  return [when, again].filter(Boolean).join(", ");
}

function span({ start, end }) {
  const last = addDays(end, -1);
  const at = (date) => new Date(date + "T00:00:00Z");
  const months = start.endsWith("-01") && end.endsWith("-01");
  const options = months ? { month: "long", year: "numeric" } : { day: "numeric", month: "short", year: "numeric" };
  return new Intl.DateTimeFormat(locale(), { ...options, timeZone: "UTC" }).formatRange(at(start), at(last));
}

/** Whether and when it was saved. */
export function drawSaved(list) {
  const { state } = store().status;
  const keys = list.state.keys("run/").filter((k) => !k.endsWith("/end"));
  const last = Math.max(0, ...keys.map((k) => list.state.at(k)));
  const slot = list.querySelector("[data-slot=saved]");
  list.nothingSaved ??= slot.textContent;
  const saved = !last ? list.nothingSaved : Date.now() - last < 60000 ? list.t("saved_now") : list.t("saved", moment(last));
  put(slot, lesson().readonly ? list.t("readonly") : state === "memory" ? list.t("unsaved") : saved);
  slot.classList.toggle("late", state === "memory" || lesson().readonly);
}

/** The offer to take a reset back. */
export function drawUndo(list, on) {
  list.querySelector("[data-slot=undo]")?.remove();
  if (on) {
    list.querySelector("footer").prepend(h("span", { class: "undo", "data-slot": "undo" }, list.t("new_run"), " ",
      h("button", { type: "button", class: "btn", "data-act": "undo" }, list.t("undo"))));
  }
}

/** The accounts of a list kept for each: a name to type, the known ones to choose. */
export function drawAccounts(list) {
  let bar = list.querySelector("[data-slot=accounts]");
  if (!bar) {
    const id = list.id + "-account";
    bar = h("div", { class: "accounts", "data-slot": "accounts" },
      h("form", {}, h("label", { for: id }, list.t("account")), h("input", { id, name: "account", autocomplete: "off", maxlength: "200" }), h("button", { class: "btn" }, list.t("open"))),
      h("div", { class: "seg", role: "group", "aria-label": list.t("accounts") }));
    list.querySelector(":scope > header").after(bar);
  }
  const all = accounts(list.state, locale());
  const seg = bar.lastChild;
  seg.hidden = all.length === 0;
  const known = new Map([...seg.children].map((b) => [b.value, b]));
  for (const { id, name } of all) {
    const button = known.get(id) ?? h("button", { type: "button", value: id, "data-act": "account" });
    known.delete(id);
    put(button, name);
    button.setAttribute("aria-pressed", String(id === list.account));
    if (!button.isConnected) seg.append(button);
  }
  for (const gone of known.values()) gone.remove();
  put(list.querySelector("[data-slot=for]"), all.find((a) => a.id === list.account)?.name ?? "");
}

/** The runs before this one, with what they amounted to. */
export function drawEarlier(list, run) {
  const past = runs(list.state).filter((r) => r.account === list.account && r.id !== run.id && r.end);
  let box = list.querySelector("[data-slot=earlier]");
  if (!past.length) return void box?.remove();
  if (!box) {
    box = h("details", { class: "earlier", "data-slot": "earlier" }, h("summary"), h("ul"));
    list.querySelector(":scope > footer").before(box);
  }
  put(box.firstChild, list.t("earlier", past.length));
  box.lastChild.replaceChildren(...past.slice(0, EARLIER).map((r) => h("li", {}, h("b", {}, shortName(r)), " ", endText(list, r.end))));
}

const shortName = (r) => (r.account ? r.id.slice(r.account.length + 1) : r.id).replace(/^all\.?/, "") || String(r.start ?? "");

function endText(list, { done, of, share, complete, on }) {
  const figure = typeof share === "number" && typeof done === "number" && typeof of === "number" ? list.t("done", done, of, percent(share)) : list.t("nothing");
  return [figure, complete === true && list.t("complete"), typeof on === "string" && list.t("ended", on)].filter(Boolean).join(", ");
}

/** What belongs to removed items of this list; the first list of a page also shows what removed lists left. */
export function drawOrphans(list, all) {
  const first = document.querySelector("pb-checklist") === list;
  const here = new Set([...document.querySelectorAll("[data-id]")].map((el) => el.dataset.id));
  const own = all.filter((o) => o.widget === list.dataset.id || (first && !here.has(o.widget)));
  const notes = own.filter((o) => /\/(note|value|state)$/.test(o.key) || o.widget !== list.dataset.id);
  let box = list.querySelector("[data-slot=orphans]");
  if (!notes.length) return void box?.remove();
  if (!box) {
    box = h("details", { class: "earlier", "data-slot": "orphans" }, h("summary"), h("ul"), h("button", { type: "button", class: "btn", "data-act": "export" }, list.t("export")));
    list.querySelector(":scope > footer").before(box);
  }
  put(box.firstChild, list.t("orphans", notes.length));
  box.children[1].replaceChildren(...notes.slice(0, 200).map((o) => h("li", {}, h("b", {}, itemOf(o)), " ", say(list, o.x))));
}

const itemOf = ({ widget, key }) => /\/@([^/]+)/.exec(key)?.[1] ?? `${widget}: ${key}`;

const say = (list, x) => (x?.state === "done" ? list.t("word_done") : x?.state === "na" ? list.t("word_na") : typeof x === "string" || typeof x === "number" ? String(x) : JSON.stringify(x));
