// Looks at all that the site's scripts store: a key, or a field of a value, that nobody
// declares (keeps.json) is an error in the console, which no script of a test may leave. A
// test that plants such values itself says so: it sets "planted" in the session's storage.
(() => {
  const DECLARED = {{declared}};
  const pattern = (key) => new RegExp("^" + key.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/<(\w+)>/g, (_, name) => (name === "id" ? "[^/_]+" : name === "profile" || name === "site" || name === "lesson" ? "[^:]+" : "[^/]+")) + "$");
  const list = Object.entries(DECLARED).flatMap(([place, keeps]) => keeps.flatMap((k) => k.keys.map((key) => ({ ...k, place, key, re: pattern(key) }))));
  const used = new Set();
  const find = (places, key) => {
    const k = list.find((k) => places.includes(k.place) && k.re.test(key));
    if (k) used.add(k.place + " " + k.key);
    return k;
  };
  const client = ["lesson", "settings", "storage", "session", "database", "cache"];
  const kinds = Object.keys(DECLARED).filter((p) => !client.includes(p));
  const fieldsOf = (x) => (Array.isArray(x) ? x.flatMap(fieldsOf) : typeof x === "object" && x !== null ? Object.keys(x) : []);

  /** What of a value stored under a key is not declared: [texts]. before: what was there. */
  function undeclared(area, key, text, before) {
    const kept = find([area], key);
    if (!kept) return [`${area}: ${key}`];
    if (kept.what !== "record") return kept.fields ? fieldsOf(JSON.parse(text)).filter((f) => !kept.fields.includes(f)).map((f) => `${key}: field ${f}`) : [];
    const out = [], was = before ? JSON.parse(before) : {}, now = JSON.parse(text);
    for (const part of ["w", "orphans"]) {
      for (const [id, leaves] of Object.entries(now[part])) {
        const kind = document.querySelector(`[data-id="${id}"]`)?.localName.slice(3);
        const places = id === "_page" ? [key.endsWith(":_settings") ? "settings" : "lesson"] : DECLARED[kind] ? [kind] : kinds;
        for (const [leaf, { x }] of Object.entries(leaves)) {
          if (was.w?.[id]?.[leaf] || was.orphans?.[id]?.[leaf]) continue;
          const k = find(places, leaf);
          if (!k) out.push(`${places.join()}: ${leaf}`);
          else if (typeof x === "object" && x !== null && k.fields) out.push(...fieldsOf(x).filter((f) => !k.fields.includes(f)).map((f) => `${k.place}: ${leaf}: field ${f}`));
          else if (typeof x === "object" && x !== null && !Array.isArray(x)) out.push(`${k.place}: ${leaf}: an object without declared fields`);
        }
      }
    }
    return out;
  }
  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = function(key, text) {
    const stack = new Error().stack.split("\n"), caller = stack[stack[0].startsWith("Error") ? 2 : 1];
    if (caller?.includes("/assets/") && !sessionStorage.getItem("planted")) {
      const before = this.getItem(key);
      for (const what of undeclared(this === sessionStorage ? "session" : "storage", key, String(text), before)) console.error("not declared: " + what);
    }
    return setItem.call(this, key, text);
  };
  window.keeps = { declared: DECLARED, undeclared, used, list };
})();
