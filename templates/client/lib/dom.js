// Functions that make elements.

/**
 * Makes an element: h("button", {type: "button", class: "x", onclick: fn}, "Save").
 * A function is a listener, true an empty attribute, false and null none. Children
 * are nodes or texts; null and false are left out.
 */
export function h(tag, attrs = {}, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (typeof value === "function") el.addEventListener(name.replace(/^on/, ""), value);
    else if (value === true) el.setAttribute(name, "");
    else if (value !== false && value != null) el.setAttribute(name, value);
  }
  el.append(...children.flat(Infinity).filter((c) => c != null && c !== false));
  return el;
}

/** A copy of the first element in the <template> that a selector finds. */
export function clone(selector, root = document) {
  return root.querySelector(selector).content.firstElementChild.cloneNode(true);
}
