// A page that shows what is stored draws it again when it was changed elsewhere: in
// another tab, or before the reader came back to the page.

import { store } from "./book.js";

let pressed = false;
let waiting = []; // storage events that came during a press

// A press that began on an element must end on it, or nothing is clicked. So what
// other tabs write waits until the button is released.
addEventListener("storage", (e) => {
  if (!pressed) return;
  e.stopImmediatePropagation();
  waiting.push(e);
}, true);
addEventListener("pointerdown", (e) => { pressed = e.button === 0; }, true);

function release() {
  pressed = false;
  const late = waiting;
  waiting = [];
  for (const { key, oldValue, newValue, url, storageArea } of late) dispatchEvent(new StorageEvent("storage", { key, oldValue, newValue, url, storageArea }));
}

// The click comes after the button is released.
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(release), true);

/** Calls draw when another tab has changed what the site keeps, and when the reader comes back. */
export function whenChangedElsewhere(draw) {
  addEventListener("pageshow", (e) => e.persisted && draw());
  addEventListener("storage", (e) => (e.key === null || e.key.startsWith(store().prefix)) && draw());
}
