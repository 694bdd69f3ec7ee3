// The names of accounts, deals and other subjects of a reader. A name is private:
// "<prefix>/<id>/~name". Its id reveals little of it.

/** A name's id, the same on every device (FNV-1a, 64 bits in two halves). */
export function nameId(name) {
  let a = 0x811c9dc5, b = 0x9747b28c;
  for (const c of name.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase()) {
    a = Math.imul(a ^ c.codePointAt(0), 0x01000193);
    b = Math.imul(b ^ c.codePointAt(0), 0x01000193) ^ (a >>> 15);
  }
  return (a >>> 0).toString(36).padStart(7, "0") + (b >>> 0).toString(36).padStart(7, "0");
}

/** The subjects that have a name, sorted by name: [{id, name}]. */
export function names(leaves, prefix, locale) {
  return leaves.keys(prefix + "/").filter((key) => key.endsWith("/~name")).map((key) => ({ id: key.split("/")[1], name: leaves.get(key) }))
    .filter((s) => typeof s.name === "string" && s.name.trim() !== "")
    .sort((x, y) => x.name.localeCompare(y.name, locale));
}
