// The script of every page: small, and complete without anything else. It holds
// the libraries every page needs and loads the rest when the page has a use for it:
//
//   kit       state and the other libraries below lib/ (see kit.js)
//   reading   marks of what has been read, once the page is at rest; on a first
//             visit, when a lesson is first touched
//   standing  tallies, the learning path, the next step; where the page shows them
//   <kind>    a widget's script, where the page has a <pb-kind>
//   <name>    a page's own script, where it has data-pb-page="name"
//   search    the search client, on first use
//   mark      marks what was searched, on the page a result leads to
//   help      the list of keys, when it is asked for
//   nav       the book's lessons or the page's contents as a dialog, when the bar is asked for them
//   copy      copies the page's Markdown, when it is asked for, and blocks of code, where it has any
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
 * Searches the page's language: {results: [{url, id, title, heading}], total}. The
 * search client takes this function's place when it has loaded.
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
  if (/[?&]mark=/.test(location.search)) page.load("mark").catch(() => {}); // a search result leads here
};

// Deferred scripts run before DOMContentLoaded, with the whole document there.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start, { once: true });
else start();
