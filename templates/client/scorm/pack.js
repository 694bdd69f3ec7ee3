// Packs the state of a course into one short text for a learning platform, and unpacks it:
//
//   P1|<hash of the course's ids>|<checksum><numbers, see coder.js>
//
// The numbers: the first day; then for each lesson with any state its key, whether it was read, its day, and for each widget
// its place and shape, when it was answered, and the lists of its kind (widgets/<kind>/packed.js). The text can be read
// without knowing the course, so a package with other lessons finds what it still has: a lesson by its key, a widget's lists
// by its shape.
//
// If there is not enough room, lists are left out in the order of RANKS. Which lessons are done is always included.

import { PAGE } from "lib/book.js";
import { addDays, daysBetween, isDate, today } from "lib/dates.js";
import { alive } from "lib/merge.js";
import { Reader, Writer, sum } from "./coder.js";
import { kinds } from "./kinds.js";

/** The contents of lists, in the order in which they are left out; the same as widget.Rank in Go. */
export const RANKS = ["repetition", "scorecards", "checklists", "answers"];

const EPOCH = "2020-01-01";
// Contexts of the coder. The numbers of a list have four for each rank, by the length of the number before.
const LESSON = 0, READ = 1, DAY = 2, WIDGET = 3, DID = 4, SKIP = 9, DID_ON = 5, LIST = 6, RANK = 7, LENGTH = 8, NUMBER = 16;
const KEY_BITS = 16, SHAPE_BITS = 8, SUM_DIGITS = 3;
const MOST = 20000; // largest number of numbers in a list

const zigzag = (n) => (n < 0 ? -2 * n - 1 : 2 * n);
const unzigzag = (n) => (n % 2 ? -(n + 1) / 2 : n / 2);
const contextOf = (rank, before) => NUMBER + 4 * rank + Math.min(3, 31 - Math.clz32(before + 1));

/** What a kind's packed.js may use besides its leaves. Days count from the lesson's day. */
function helpers(widget, day, now) {
  return {
    items: widget.items.map((id, i) => ({ id, rev: widget.revs?.[i] ?? 1 })),
    repeat: widget.repeat ?? "",
    start: day,
    day: (date) => zigzag(daysBetween(day, date)),
    dayOf: (n) => addDays(day, unzigzag(n)),
    apart: (a, b) => zigzag(daysBetween(a, b)),
    later: (date, n) => addDays(date, unzigzag(n)),
    dateOf: (ms) => today(new Date(ms)),
    noon: (date) => new Date(date + "T12:00:00").getTime(),
    today: now,
  };
}

/** Every page of a course that has state. */
export const pagesOf = (course) => [...course.lessons, ...(course.final ? [course.final] : [])];

/** One page's state: {read, day, widgets: [{widget, did, on, lists}]}, or undefined. */
function stateOf(store, page, now) {
  const lesson = store.lesson(page.uid), own = lesson.widget(PAGE);
  const read = own.get("read"), isRead = typeof read === "string" && isDate(read);
  const dids = page.widgets.map((w) => own.get("did/" + w.id));
  const day = isRead ? read : dids.find((d) => d && isDate(d.on))?.on ?? now;
  const widgets = page.widgets.map((widget, i) => {
    const did = dids[i] && isDate(dids[i].on) ? dids[i] : undefined;
    const fresh = did && Object.entries(page.facts?.revs?.[widget.id] ?? {}).every(([item, rev]) => (did.revs?.[item] ?? 1) >= rev);
    return { widget, did: did ? (fresh ? 1 : 2) : 0, on: did?.on, lists: listsOf(lesson, widget, helpers(widget, day, now)) };
  }).filter((w) => w.did || w.lists.length);
  return isRead || widgets.length ? { page, read: isRead, day, widgets } : undefined;
}

/** [[rank, numbers]] of a widget. */
function listsOf(lesson, widget, use) {
  const leaves = lesson.widget(widget.id), all = lesson.record.w[widget.id] ?? {};
  if (!Object.values(all).some(alive)) return [];
  return RANKS.map((name, rank) => [rank, kinds[widget.kind]?.[name]?.pack(leaves, use) ?? []]).filter(([, numbers]) => numbers.length);
}

function writeLists(out, lists) {
  for (const [rank, numbers] of lists) {
    out.flag(LIST, true);
    out.number(RANK, rank);
    out.number(LENGTH, numbers.length);
    numbers.reduce((before, n) => {
      out.number(contextOf(rank, before), n);
      return n;
    }, 0);
  }
  out.flag(LIST, false);
}

function write(states, from) {
  const out = new Writer();
  const base = states.map((s) => s.day).sort()[0] ?? EPOCH;
  out.raw(14, Math.max(0, daysBetween(EPOCH, base)));
  let day = base;
  for (const s of states) {
    out.flag(LESSON, true);
    out.raw(KEY_BITS, s.page.key);
    out.flag(READ, s.read);
    out.number(DAY, zigzag(daysBetween(day, s.day)));
    day = s.day;
    let place = 0;
    for (const w of s.widgets) {
      // The result of the final quiz is part of a lesson's state, so it is always
      // included.
      const lists = w.lists.filter(([rank]) => rank >= from || s.page.final);
      if (!w.did && !lists.length) continue;
      out.flag(WIDGET, true);
      const at = s.page.widgets.indexOf(w.widget);
      out.number(SKIP, at - place);
      place = at + 1;
      out.raw(SHAPE_BITS, w.widget.shape);
      out.number(DID, w.did);
      if (w.did) out.number(DID_ON, zigzag(daysBetween(s.day, w.on)));
      writeLists(out, lists);
    }
    out.flag(WIDGET, false);
  }
  out.flag(LESSON, false);
  return out.text();
}

const signed = (course, text) => {
  const n = sum(text), check = [0, 6, 12].map((at) => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[(n >>> at) & 63]).join("");
  return `P1|${course.table}|${check}${text}`;
};

/**
 * The course's state in at most limit characters: {text, dropped: the names of what was
 * left out, in order, fits}.
 */
export function pack(store, course, limit, now = today()) {
  const states = pagesOf(course).map((page) => stateOf(store, page, now)).filter(Boolean);
  const held = RANKS.map((_, rank) => states.some((s) => s.widgets.some((w) => w.lists.some(([r]) => r === rank))));
  for (let from = 0; ; from++) {
    const text = signed(course, write(states, from));
    if (text.length <= limit || from === RANKS.length) return { text, dropped: RANKS.slice(0, from).filter((_, rank) => held[rank]), fits: text.length <= limit };
  }
}

function readWidget(from, place) {
  const w = { at: place + from.number(SKIP), shape: from.raw(SHAPE_BITS), did: from.number(DID), lists: [] };
  if (w.did) w.on = unzigzag(from.number(DID_ON));
  while (from.flag(LIST)) {
    const rank = from.number(RANK), n = from.number(LENGTH), numbers = [];
    if (n > MOST || from.spent) throw new RangeError("damaged");
    for (let before = 0; numbers.length < n; numbers.push(before)) before = from.number(contextOf(Math.min(rank, RANKS.length - 1), before));
    w.lists.push([rank, numbers]);
  }
  return w;
}

function read(text) {
  const from = new Reader(text), states = [];
  let day = addDays(EPOCH, from.raw(14));
  while (from.flag(LESSON)) {
    const s = { key: from.raw(KEY_BITS), read: from.flag(READ), widgets: [] };
    s.day = day = addDays(day, unzigzag(from.number(DAY)));
    while (from.flag(WIDGET)) s.widgets.push(readWidget(from, (s.widgets.at(-1)?.at ?? -1) + 1));
    if (from.spent) throw new RangeError("damaged");
    states.push(s);
  }
  return states;
}

/** Writes one page's state into the store. */
function place(store, page, s, now) {
  const lesson = store.lesson(page.uid), own = lesson.widget(PAGE);
  const byShape = (w) => (page.widgets[w.at]?.shape === w.shape ? page.widgets[w.at] : page.widgets.find((known) => known.shape === w.shape));
  const found = new Set(s.widgets.map(byShape));
  lesson.update(() => {
    if (s.read) own.set("read", s.day);
    for (const w of s.widgets) {
      // If no widget has the shape, the one at the same place is taken.
      const same = byShape(w), widget = same ?? page.widgets[w.at];
      if (!widget || (!same && found.has(widget))) continue;
      const revs = same && w.did === 1 ? page.facts?.revs?.[widget.id] : undefined;
      if (w.did) own.set("did/" + widget.id, { on: addDays(s.day, w.on), ...(revs && { revs }) });
      for (const [rank, numbers] of same ? w.lists : []) {
        kinds[widget.kind]?.[RANKS[rank]]?.unpack(lesson.widget(widget.id), numbers, helpers(widget, s.day, now));
      }
    }
  });
}

/**
 * Writes a text of pack() into the store: "new" for no text, "kept", "revised" if the
 * course has changed since, "damaged" if the text cannot be read.
 */
export function unpack(store, course, text, now = today()) {
  if (!text) return "new";
  const [, table, body] = /^P1\|([0-9a-f]+)\|([\w-]*)$/.exec(text) ?? [];
  if (body === undefined || signed(course, body.slice(SUM_DIGITS)).split("|")[2] !== body) return "damaged";
  try {
    const pages = new Map(pagesOf(course).map((p) => [p.key, p]));
    for (const s of read(body.slice(SUM_DIGITS))) {
      const page = pages.get(s.key);
      if (page) place(store, page, s, now);
    }
  } catch (e) {
    console.error("the course's state could not be read:", e.message);
    return "damaged";
  }
  return table === course.table ? "kept" : "revised";
}
