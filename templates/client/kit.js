// The libraries that pages with state need: widgets, marks, a reader's own data.
// main.js loads it when there is a use for it, before the scripts that build on it.
// It publishes what it imports as a whole; csv, exchange, ics, markdown, sheet
// and number have no state and are bundled where they are used.

import * as book from "./lib/book.js";
import * as dates from "./lib/dates.js";
import * as element from "./lib/element.js";
import * as instrument from "./lib/instrument.js";
import * as leaves from "./lib/leaves.js";
import * as lesson from "./lib/lesson.js";
import * as merge from "./lib/merge.js";
import * as state from "./lib/state.js";
import { load } from "./lib/page.js";

Object.assign(window.playbook.lib, { book, dates, element, instrument, leaves, lesson, merge, state });

// What happens to a reader's data seldom happens: banner.js says it. A page that keeps nothing has none.
const { playbook } = window, store = book.store();
const tell = (status) => status.state === "saved" ? playbook.banner?.(status) : load("banner").then(() => playbook.banner(status), () => {});
store.onstatus(tell);
tell(store.status);
