// The modules of followup.js that more.js uses, so that the page has one copy of each.

/** {leads, log, plan}. They are in the element's class, because followup.js runs first. */
export const parts = () => customElements.get("pb-followup").parts;
