// What followup.js has already, for more.js: one copy of each function a page.

/** {leads, log, plan}: the element's class has them, since followup.js runs first. */
export const parts = () => customElements.get("pb-followup").parts;
