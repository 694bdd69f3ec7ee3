// Gives a text to the reader: as a file, or on the clipboard.

import { h } from "./dom.js";

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
 * Copies a text; true if it is on the clipboard. If the browser refuses (plain http), a dialog shows the text selected, so
 * that the reader can copy it. label and close are the dialog's words.
 */
export async function copy(text, { label = "Copy this text", close = "Close" } = {}) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // no clipboard, or no permission
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
