// The functions of checklist.js that more.js uses, so that the page has one copy of
// each.

/** They are in the element's class, because checklist.js runs first. */
export const parts = () => customElements.get("pb-checklist").parts;
