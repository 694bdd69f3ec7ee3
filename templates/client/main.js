// The script of every page, small and complete by itself. It has the libraries that every page needs, and loads the rest when
// the page needs it:
//
//   kit       state and the other libraries below lib/ (see kit.js)
//   reading   marks of what has been read, when the page is at rest; on a first visit, when the reader touches a lesson
//   standing  tallies, the learning path, the next step; on pages that show them
//   <kind>    a widget's script, on pages with a <pb-kind>
//   <name>    a page's own script, on pages with data-pb-page="name"
//   search    the search client, on first use
//   mark      marks the words of a search, on a page that a result leads to
//   help      the list of keys, on first use
//   nav       the book's lessons or the page's contents as a dialog, on first use
//   copy      copies the page's Markdown, on first use, and blocks of code, on pages with any
//
// window.playbook is the one global.

import * as announce from "./lib/announce.js";
import * as dom from "./lib/dom.js";
import * as page from "./lib/page.js";
import * as strings from "./lib/strings.js";
import * as trusted from "./lib/trusted.js";
import { startFrame } from "./frame.js";
import { startKeys } from "./keys.js";
import { startTheme } from "./theme-button.js";

const playbook = (window.playbook ??= {});
playbook.lib = { announce, dom, page, strings, trusted };
playbook.scriptURL = page.scriptURL;

/**
 * Searches in the page's language: {results: [{url, id, title, heading}], total}. The
 * search client replaces this function when it has loaded.
 */
playbook.search ??= async function search(text, options) {
  await page.load("search");
  if (playbook.search === search) throw new Error("the search script did not say how to search");
  return playbook.search(text, options);
};

const start = () => {
  startTheme();
  startFrame();
  startKeys();
  if (/[?&]mark=/.test(location.search)) page.load("mark").catch(() => {}); // the page was opened from a search result
};

// Deferred scripts run before DOMContentLoaded, when the whole document is there.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start, { once: true });
else start();
