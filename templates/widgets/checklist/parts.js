// The functions of checklist.js that more.js goes on with: one copy of each a page.

/** The element's class has them, since checklist.js runs first. */
export const parts = () => customElements.get("pb-checklist").parts;
