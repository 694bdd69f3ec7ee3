// A page that shows stored data is drawn again when the data was changed in another
// tab, or before the reader came back to the page.

import { store } from "./book.js";

let pressed = false;
let waiting = []; // storage events during a press

// A press must end on the element on which it began, or there is no click. So changes
// by other tabs wait until the button is released.
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

// The click comes after the button is released. A list of options that opens, or a text
// that is dragged, may take the release for itself: then the next change or key ends the press.
for (const end of ["pointerup", "pointercancel", "dragend", "change", "keydown"]) addEventListener(end, () => setTimeout(release), true);

/** Calls draw when another tab has changed stored data of the site, and when the reader comes back. */
export function whenChangedElsewhere(draw) {
  addEventListener("pageshow", (e) => e.persisted && draw());
  addEventListener("storage", (e) => (e.key === null || e.key.startsWith(store().prefix)) && draw());
}
