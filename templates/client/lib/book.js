// The site's state store, and the record of this page's lesson.

import { isDate } from "./dates.js";
import { PAGE } from "./merge.js";
import { config } from "./page.js";
import { createStore } from "./state.js";

export { PAGE } from "./merge.js";

const once = (make) => {
  let made;
  return () => (made ??= make());
};

/**
 * The uid of the reader's own record, which belongs to no lesson. Under "_page" it has "path": [uid of the learning path that
 * the reader follows, …uids of its lessons].
 */
export const SETTINGS = "_settings";

/** The site's state store, synchronized with other tabs. */
export const store = once(() => {
  const made = createStore({ site: config().site ?? "playbook" });
  made.listen();
  return made;
});

/** The date on which a lesson was read, or undefined. */
export function readOn(uid) {
  const date = store().lesson(uid).widget(PAGE).get("read");
  return typeof date === "string" && isDate(date) ? date : undefined;
}

/**
 * The widgets of a document, in the form that Lesson needs. A widget is an element
 * <pb-…> with data-id; its items have data-item; data-was on either lists earlier ids.
 * A widget without items accepts every key.
 */
function knownOf(doc) {
  const list = (el) => (el.dataset.was ?? "").split(/\s+/).filter(Boolean);
  const known = { [PAGE]: {} };
  for (const el of doc.querySelectorAll("[data-id]")) {
    if (!el.localName.startsWith("pb-")) continue;
    const widget = { was: list(el) };
    for (const item of el.querySelectorAll("[data-item]")) {
      if (item.closest("[data-id]") !== el) continue;
      (widget.items ??= {})[item.dataset.item] = list(item);
    }
    known[el.dataset.id] = widget;
  }
  return known;
}

/** This page's lesson record; undefined on a page that is not a lesson. */
export const lesson = once(() => {
  const { uid, was } = config();
  return uid === undefined ? undefined : store().lesson(uid, { was, known: knownOf(document) });
});
