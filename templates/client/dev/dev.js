// The live client, on every page under "generate --watch" and nowhere else. It runs
// before the page's own scripts, so that it knows the page as the server sent it.
//
//   link.js     hears that something has changed: one connection for all tabs
//   morph.js    makes this page the new one, touching only what differs
//   overlay.js  the findings, over the last good page
//   badge.js    draft, build time, warnings

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

/** Makes the page what the server has now. */
async function renew() {
  const answer = await get(here(), "document");
  const next = answer.response;
  if (answer.responseURL && answer.responseURL.split("#")[0] !== here()) {
    location.replace(answer.responseURL + location.hash); // the page has moved
    return;
  }
  const script = next?.querySelector("script[data-build]");
  // Another kind of answer, or other scripts: only a load does justice to it.
  if (!script || !page.morph(next)) {
    location.reload();
    return;
  }
  shown = Math.max(shown, Number(script.dataset.build));
  draft = script.hasAttribute("data-draft");
}

let running = false, again = false;

/** Looks at the server's state, renews the page if it is behind, shows the rest. */
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
    // the server is gone; the connection tells when it is back
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
