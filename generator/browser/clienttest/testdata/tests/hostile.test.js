// Thousands of damaged exports and records. Whatever the input, nothing throws, no
// prototype is polluted, and the store still works.
import * as X from "lib/exchange.js";
import * as M from "lib/merge.js";
import { createStore } from "lib/state.js";
import { FakeStorage, chance, equal, ok, randomRecord } from "./kit.js";

const JUNK = ['"__proto__"', '"constructor"', "null", "[]", "{}", "-1", "1e999", '"\\ud800"', '"x"', "true", "9007199254740993", '{"x":1,"t":1,"d":"a"}', ",", "}", "", '"s":{"a":1}', '"o":[null]'];

function damage(text, r) {
  let out = text;
  for (let n = 1 + r.below(4); n > 0; n--) {
    const at = r.below(out.length), to = at + r.below(12);
    out = out.slice(0, at) + (r.below(3) ? r.pick(JUNK) : "") + out.slice(r.below(2) ? to : at);
  }
  return out;
}

// Deleting characters rarely leaves valid JSON; replacing a value always does.
function swap(text, r) {
  const path = [];
  const walk = (x) => {
    if (typeof x !== "object" || x === null) return;
    for (const k of Object.keys(x)) {
      path.push([x, k]);
      walk(x[k]);
    }
  };
  const tree = JSON.parse(text);
  walk(tree);
  for (let n = 1 + r.below(3); n > 0 && path.length; n--) {
    const [x, k] = r.pick(path);
    const value = r.pick([null, 1, -1, 2 ** 60, "x", "", [], {}, true, [[]], { x: 1, t: 1, d: "a" }, { t: 1 }, JSON.parse('{"__proto__":{"polluted":1}}')]);
    Object.defineProperty(x, k, { value, enumerable: true, configurable: true, writable: true });
  }
  return JSON.stringify(tree);
}

const clean = () => {
  for (const k in {}) throw new Error(`Object.prototype has ${k}`);
  equal({}.polluted, undefined);
};

export function damagedExports() {
  const r = chance(8);
  let taken = 0;
  for (let i = 0; i < 5000; i++) {
    const lessons = { one: JSON.parse(M.canonical(randomRecord(r, M))) };
    const text = JSON.stringify({ format: "playbook", v: 1, site: "s", lessons });
    const { data, error } = X.readExport(r.below(2) ? damage(text, r) : swap(text, r), "s");
    ok(Boolean(data) !== Boolean(error), "either data or an error");
    clean();
    if (!data) continue;
    taken++;
    const store = createStore({ site: "s", storage: () => null });
    store.lesson("one").widget("rota").set("x", "mine");
    X.difference(store, data, "merge");
    const { undo } = X.apply(store, data, r.pick(["merge", "replace"]));
    undo?.();
    clean();
  }
  ok(taken > 500, `only ${taken} were taken`);
}

export function damagedRecords() {
  const r = chance(9);
  for (let i = 0; i < 5000; i++) {
    const storage = new FakeStorage();
    const text = M.canonical(randomRecord(r, M));
    storage.setItem("playbook:s:me:l", r.below(2) ? damage(text, r) : swap(text, r));
    const store = createStore({ site: "s", storage: () => storage, writer: "w" });
    const lesson = store.lesson("l", { was: ["k"], known: { rota: { items: { a: ["b"] } } } });
    lesson.orphans();
    const set = lesson.widget("rota").set("@a/done", true);
    lesson.widget("rota").setText("@a/note", "words");
    ok(set !== lesson.readonly, "it can be written unless it is newer");
    if (set) {
      equal([lesson.widget("rota").get("@a/done"), lesson.widget("rota").get("@a/note")], [true, "words"]);
      const again = createStore({ site: "s", storage: () => storage }).lesson("l");
      equal([again.widget("rota").get("@a/done"), again.widget("rota").get("@a/note")], [true, "words"], "and it is there after a reload");
    }
    clean();
  }
}
