// What the page says of itself, and the few things all its widgets share. The
// generator writes <script type="application/json" id="pb-page"> into each page:
//
//   root     the site's root relative to the page, "../" or "./"
//   site     site_id of site.toml
//   folders  where this build wrote scripts, below root: ["assets/"]
//   scripts  addresses below root that are loaded on demand: {search: "assets/…js"}
//   uid      the lesson's uid (lesson pages only), with
//   was      its earlier uids, and
//   known    {widget: {was: [], items: {item: [earlier ids]}}}

import { createAnnouncer } from "./announce.js";
import { createStore } from "./state.js";
import { createStrings } from "./strings.js";
import { createLoader } from "./trusted.js";

const once = (make) => {
  let made;
  return () => (made ??= make());
};

/** The page's own words about itself; {} without the block. */
export const config = once(() => JSON.parse(document.getElementById("pb-page")?.textContent || "{}"));

/** The site's root, absolute, ending with a slash. */
export const root = once(() => new URL(config().root ?? "./", location.href.split(/[?#]/)[0]).href);

/** The page's language, for Intl and parsing. */
export const locale = () => document.documentElement.lang || "en";

/** The interface's words: t(key, params). */
export const strings = once(() => createStrings());
export const t = (key, params) => strings()(key, params);

/** Speaks through the page's one live region. */
const announcer = once(() => createAnnouncer());
export const announce = (text) => announcer()(text);

/** Scripts on demand: load(path), scriptURL(path). */
export const scripts = once(() => createLoader({ root: root(), folders: config().folders }));

/** The site's state store, listening to other tabs for as long as the page lives. */
export const store = once(() => {
  const made = createStore({ site: config().site ?? "playbook" });
  made.listen();
  return made;
});

/** This page's lesson record; undefined on a page that is no lesson. */
export const lesson = once(() => {
  const { uid, was, known } = config();
  return uid === undefined ? undefined : store().lesson(uid, { was, known });
});
