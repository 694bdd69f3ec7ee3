// The libraries for pages with state: widgets, marks, the reader's data. main.js loads
// it when it is needed, before the scripts that use it. It publishes all its imports.
// csv, exchange, ics, markdown, sheet and number have no state and are bundled where
// they are used.

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

// Events of a reader's data are rare, so banner.js is loaded for them. A page without storage has no
// such events.
const { playbook } = window, store = book.store();
const tell = (status) => status.state === "saved" ? playbook.banner?.(status) : load("banner").then(() => playbook.banner(status), () => {});
store.onstatus(tell);
tell(store.status);
