// Small ways to build and hand over: elements, templates, files, the clipboard.

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
  el.append(...children.flat().filter((c) => c != null && c !== false));
  return el;
}

/** A copy of the first element of a <template> found by its selector. */
export function clone(selector, root = document) {
  return root.querySelector(selector).content.firstElementChild.cloneNode(true);
}

/** Offers a text or a Blob as a file to save. */
export function download(name, data, type = "text/plain") {
  const url = URL.createObjectURL(data instanceof Blob ? data : new Blob([data], { type: type + ";charset=utf-8" }));
  const a = h("a", { href: url, download: name });
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(url), 30000);
}

/**
 * Copies a text: true when it is on the clipboard. Where the browser refuses (plain
 * http), a dialog shows it selected, ready for the reader's own copy key; label and
 * close are its words.
 */
export async function copy(text, { label = "Copy this text", close = "Close" } = {}) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // no clipboard, or not allowed
  }
  const box = h("textarea", { readonly: true, rows: "8", "aria-label": label });
  box.value = text;
  const dialog = h("dialog", { class: "pb-copy", "aria-label": label, onclose: () => dialog.remove() },
    h("p", {}, label), box, h("button", { type: "button", onclick: () => dialog.close() }, close));
  document.body.append(dialog);
  dialog.showModal();
  box.focus();
  box.select();
  return false;
}
