// Elements for the live client, which runs before the page's own libraries.

/** Makes an element with attributes and children; null children are left out. */
export function make(tag, attrs, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) el.setAttribute(name, value);
  el.append(...children.filter((c) => c != null));
  return el;
}
