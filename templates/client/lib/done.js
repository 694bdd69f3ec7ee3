// The reader's own standing, from the site's store: lib/standing.js says what the states
// are. Which path is followed is in the record of settings.

import { PAGE, SETTINGS, store } from "./book.js";
import { isDate, today } from "./dates.js";
import { standingOf } from "./standing.js";

export { countLearnt, isLearnt, isOlder } from "./standing.js";

/** Where the reader stands with a lesson, see standingOf(); facts: as the build gives them, undefined for what the last visit noted. */
export const standing = (uid, facts, { valid = 0, date = today() } = {}) => standingOf(store().lesson(uid).record, facts, { valid, date });

/** The reader's own record: paths, milestones. */
export const settings = () => store().lesson(SETTINGS).widget(PAGE);

/** The path that is followed, [uid, …uids of its lessons]; [] for none. */
export function followed() {
  const path = settings().get("path");
  return Array.isArray(path) && path.every((uid) => typeof uid === "string") ? path : [];
}

/** Follows a path from today on; one that was followed before keeps its first day. */
export function follow(uid, lessons) {
  const own = settings();
  // One by one: setting what is there already writes nothing and tells nobody.
  if (!isDate(own.get("since/" + uid))) own.set("since/" + uid, today());
  own.set("path", [uid, ...lessons]);
}

export const unfollow = () => settings().remove("path");

/** The first day on a path, or undefined. */
export function sinceOf(uid) {
  const date = settings().get("since/" + uid);
  return isDate(date) ? date : undefined;
}
