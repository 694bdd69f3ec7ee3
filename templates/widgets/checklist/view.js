// Draws a checklist: each function draws one part, and changes only what differs.

import { addDays, dateFormat, due, formatDate } from "lib/dates.js";
import { locale } from "lib/page.js";
import { stateOf } from "./figures.js";
import { isLink } from "./runs.js";

const BOXES = 30; // a longer list has a tally of 20 boxes for its share

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
  list.more?.drawOld(item, answer, context.blank);
  if (item.field) drawField(list, item, answer, context);
}

function drawDue(list, item, state, { start, today: now }) {
  if (!item.due) return;
  const date = start || !item.due.startsWith("+") ? due(item.due, start) : null;
  const late = state === "open" && date !== null && date < now;
  list.put(item.dueSlot, date === null ? item.dueText : list.t(late ? "overdue" : "due", list.date(date)));
  item.dueSlot.classList.toggle("late", late);
  item.date = date;
}

function drawField(list, item, answer, { locked, blank }) {
  const { field } = item;
  field.disabled = locked;
  const { value, note = "" } = answer ?? {}, number = item.evidence === "number";
  const text = blank ? "" : !number ? note : typeof value === "number" ? list.more?.write(value) ?? "" : typeof value === "string" ? value : "";
  // While the field is in use, a number keeps the reader's spelling.
  const spelt = number && field === document.activeElement && field.value;
  if (!list.isDirty(field)) {
    item.noted = text;
    if (field.value !== text && !spelt) field.value = text;
  }
  const bad = !blank && text.trim() !== "" && (number ? typeof value !== "number" : item.evidence === "link" && !isLink(text.trim()));
  list.more?.drawBad(item, bad);
}

/** Counts, tally, sections, the run and the link to the next open item. */
export function drawFigures(list, f, run) {
  const { t } = list;
  list.put("count", f.share === null ? t("nothing") : t("done", f.done, f.applicable));
  list.put("status", f.complete ? t("complete") : f.lacking.length && f.done ? t("lacking", f.lacking.length) : "");
  list.put("run", runLabel(list, run));
  list.toggleAttribute("data-complete", f.complete);
  drawTally(list.slot("tally"), list.items, f);
  for (const part of list.querySelectorAll("[data-slot=part]")) {
    const own = list.items.filter((i) => i.li.parentElement === part.parentElement.nextElementSibling && i.shown !== "na");
    list.put(part, own.length ? t("part", own.filter((i) => i.shown === "done").length, own.length) : "");
  }
  const next = list.querySelector("[data-act=next]");
  const open = list.items.find((i) => i.shown === "open");
  next.hidden = !open || list.locked;
  if (open) next.setAttribute("href", "#" + open.box.id);
}

function drawTally(tally, items, f) {
  const counted = items.filter((i) => i.shown !== "na");
  const on = counted.length <= BOXES ? counted.map((i) => i.shown === "done") : Array.from({ length: 20 }, (_, i) => f.done * 20 >= (i + 1) * f.applicable);
  while (tally.children.length > on.length) tally.lastChild.remove();
  while (tally.children.length < on.length) tally.append(document.createElement("i"));
  // Ticked boxes are drawn together, so that they can be counted at a glance.
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
  return dateFormat(locale(), options).formatRange(at(start), at(last));
}
