// The reader's own progress, from the site's store. lib/standing.js describes the
// states. The path that the reader follows is in the record SETTINGS.

import { PAGE, SETTINGS, store } from "./book.js";
import { isDate, today } from "./dates.js";
import { standingOf } from "./standing.js";

export { countLearnt, isLearnt, isOlder } from "./standing.js";

/**
 * The reader's progress in a lesson, see standingOf(). facts come from the build; without them, the notes of the
 * last visit count.
 */
export const standing = (uid, facts, { valid = 0, date = today() } = {}) => standingOf(store().lesson(uid).record, facts, { valid, date });

/** The reader's own record: paths, milestones. */
export const settings = () => store().lesson(SETTINGS).widget(PAGE);

/** The path that the reader follows, [uid, …uids of its lessons]; [] for none. */
export function followed() {
  const path = settings().get("path");
  return Array.isArray(path) && path.every((uid) => typeof uid === "string") ? path : [];
}

/** Follows a path from today on. A path that was followed before keeps its first day. */
export function follow(uid, lessons) {
  const own = settings();
  // One by one, because setting an unchanged value writes nothing.
  if (!isDate(own.get("since/" + uid))) own.set("since/" + uid, today());
  own.set("path", [uid, ...lessons]);
}

export const unfollow = () => settings().remove("path");

/** The first day on a path, or undefined. */
export function sinceOf(uid) {
  const date = settings().get("since/" + uid);
  return isDate(date) ? date : undefined;
}
