// The script that "generate --watch" adds to every page. It runs before the page's own
// scripts, so that it sees the page as the server sent it.
//
//   link.js     receives the server's events, over one connection for all tabs
//   morph.js    changes this page to its new version, only where the two differ
//   overlay.js  shows the findings on top of the last page without errors
//   badge.js    shows whether the page is a draft, the build time and the warnings

import { showBadge } from "./badge.js";
import { listen } from "./link.js";
import { remember } from "./morph.js";
import { showFindings } from "./overlay.js";

const own = document.currentScript;
let shown = Number(own.dataset.build);
let draft = own.hasAttribute("data-draft");
const page = remember(document);

const get = (url, type) => new Promise((resolve, reject) => {
  const x = new XMLHttpRequest();
  x.open("GET", url);
  x.responseType = type;
  x.onload = () => resolve(x);
  x.onerror = () => reject(new Error(`no answer from ${url}`));
  x.send();
});

const here = () => location.href.split("#")[0];

/** Fetches the page again and updates it in place. */
async function renew() {
  const answer = await get(here(), "document");
  const next = answer.response;
  if (answer.responseURL && answer.responseURL.split("#")[0] !== here()) {
    location.replace(answer.responseURL + location.hash); // the page has moved
    return;
  }
  const script = next?.querySelector("script[data-build]");
  // A different kind of answer, or different scripts: load the page again.
  if (!script || !page.morph(next)) {
    location.reload();
    return;
  }
  shown = Math.max(shown, Number(script.dataset.build));
  draft = script.hasAttribute("data-draft");
}

let running = false, again = false;

/** Reads the server's state, updates the page if it is behind, shows findings and badge. */
async function look() {
  if (running) {
    again = true;
    return;
  }
  running = true;
  try {
    do {
      again = false;
      const state = (await get("/_dev/state", "json")).response;
      if (!state) break;
      if (state.build !== shown && state.good && !state.errors) await renew();
      shown = state.build;
      showFindings(state);
      showBadge(state, draft);
    } while (again);
  } catch {
    // the server does not answer; listen calls again when it is back
  } finally {
    running = false;
  }
}

const begin = () => {
  look();
  listen(look);
};
if (document.readyState === "complete") begin();
else addEventListener("load", begin, { once: true });
