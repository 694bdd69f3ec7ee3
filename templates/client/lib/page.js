// The page's settings, and what all its scripts share. The generator writes
// <script type="application/json" id="pb-config"> into each page:
//
//   site     site_id of site.toml          root   the site's root, "../"
//   assets   {name: address below root} of the scripts that may be loaded
//   words    {key: text | [forms]}         widgets  {kind: words of its own}
//   uid      the lesson's uid, lesson pages only     was   its earlier uids

import { createAnnouncer } from "./announce.js";
import { createStrings } from "./strings.js";
import { createLoader } from "./trusted.js";

const once = (make) => {
  let made;
  return () => (made ??= make());
};

/** The page's settings block; {} if there is none. */
export const config = once(() => JSON.parse(document.getElementById("pb-config")?.textContent || "{}"));

/** The site's root as an absolute address that ends with a slash. */
export const root = once(() => new URL(config().root || "./", location.href.split(/[?#]/)[0]).href);

/** The page's language, for formatting and parsing. */
export const locale = () => document.documentElement.lang || "en";

/** The words of a widget kind, or of a page such as "my-data": t(key, …args). */
export const words = (kind) => createStrings({ ...config().words, ...config().widgets?.[kind] }, locale());

const common = once(() => words());

/** The interface's common words. */
export const t = (key, ...args) => common()(key, ...args);

const announcer = once(() => createAnnouncer());

/** Announces a text through the page's one live region. */
export const announce = (text) => announcer()(text);

const loader = once(() => createLoader({ root: root() }));

/** A trusted address of one of this site's scripts, relative to the page. */
export const scriptURL = (url) => loader().scriptURL(url);

/** Loads a script by its name in the settings block; rejects if the block does not have it. */
export async function load(name) {
  const address = config().assets?.[name];
  if (!address) throw new Error(`no script "${name}" on this page`);
  await loader().load(address);
}

/**
 * Loads a script that the page can do without. When a reader goes to another page, Firefox first stops what the page is still
 * loading. That is no error, so the report waits until the page has gone.
 */
export const loadQuietly = (name) => load(name).catch((e) => setTimeout(console.error, 3000, String(e)));
