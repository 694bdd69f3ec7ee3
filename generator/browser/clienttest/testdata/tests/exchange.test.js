import * as X from "lib/exchange.js";
import * as M from "lib/merge.js";
import { createStore } from "lib/state.js";
import { FakeStorage, chance, equal, ok, randomRecord } from "./kit.js";

const open = (storage = new FakeStorage(), writer = "w", site = "s") => createStore({ site, storage: () => storage, writer, now: () => 100 });

function fill(r, storage = new FakeStorage()) {
  for (const uid of ["one", "two", "__proto__"]) {
    if (r.below(3)) storage.setItem(`playbook:s:me:${uid}`, M.canonical(randomRecord(r, M)));
  }
  return open(storage);
}

const all = (store) => X.exportText(X.collect(store, { withPrivate: true }));

export function statesSurviveExportAndImport() {
  const r = chance(4);
  for (let i = 0; i < 10000; i++) {
    const from = fill(r);
    const text = all(from);
    const to = open(undefined, "other");
    const { data, error } = X.readExport(text, "s");
    equal(error, undefined);
    ok(X.apply(to, data, "merge").undo, "applied");
    const again = all(to);
    // A lesson without a leaf has nothing to import.
    if (Object.values(data.lessons).every((l) => [...M.leavesOf(l)].length)) equal(again.replace(/,"\w+":\{\}/g, ""), text.replace(/,"\w+":\{\}/g, ""), `state ${i}`);
    equal(X.difference(to, data, "merge"), [], "imported twice it changes nothing");
  }
}

export function mergeIsTheMergeOfTheTabs() {
  const r = chance(5);
  for (let i = 0; i < 500; i++) {
    const a = fill(r), b = fill(r);
    const want = M.merge(a.lesson("one").record, b.lesson("one").record);
    X.apply(a, X.collect(b, { withPrivate: true }), "merge");
    equal(values(a.lesson("one").record), values(want), `state ${i}`);
  }
}

const words = (x) => (typeof x === "string" ? x : M.canonical(x));
const values = (record) => [...M.leavesOf(record)].filter(([, , leaf]) => M.alive(leaf)).map(([id, key, leaf, o]) => [id, key, words(M.valueOf(leaf)), o]).sort();

export function replaceAndUndo() {
  const r = chance(6);
  for (let i = 0; i < 500; i++) {
    for (const mode of ["merge", "replace"]) {
      const a = fill(r), b = fill(r);
      const data = X.collect(b, { withPrivate: true });
      const before = ["one", "two"].map((uid) => values(a.lesson(uid).record));
      const { undo } = X.apply(a, data, mode);
      if (mode === "replace") {
        for (const uid of Object.keys(data.lessons)) equal(values(a.lesson(uid).record), values(data.lessons[uid]), `replace ${i}`);
      }
      undo();
      equal(["one", "two"].map((uid) => values(a.lesson(uid).record)), before, `undo of ${mode} ${i}`);
    }
  }
}

export function undoKeepsWhatCameAfter() {
  const a = open(), b = open(undefined, "b");
  a.lesson("l").widget("w").set("k", "mine");
  b.lesson("l").widget("w").set("k", "theirs");
  b.lesson("l").widget("w").set("j", "theirs");
  const { undo } = X.apply(a, X.collect(b), "replace");
  a.lesson("l").widget("w").set("j", "since");
  undo();
  equal([a.lesson("l").widget("w").get("k"), a.lesson("l").widget("w").get("j")], ["mine", "since"]);
}

export function theDifferenceIsShownFirst() {
  const a = open(), b = open(undefined, "b");
  a.lesson("l").widget("w").set("same", 1);
  X.apply(b, X.collect(a), "merge");
  a.lesson("l").widget("w").set("only here", 1);
  a.lesson("l").widget("w").set("~private", 1);
  b.lesson("l").widget("w").set("same", 2);
  b.lesson("l").widget("w").setText("new", "words");
  const { data } = X.readExport(X.exportText(X.collect(b)), "s");
  const show = (mode) => X.difference(a, data, mode).map((s) => [s.kind, s.key, s.from ?? null, s.to ?? null]);
  equal(show("merge"), [["add", "new", null, "words"], ["change", "same", 1, 2]].sort((x, y) => (x[1] < y[1] ? -1 : 1)));
  equal(show("replace").sort((x, y) => (x[1] < y[1] ? -1 : 1)), [["add", "new", null, "words"], ["remove", "only here", 1, null], ["change", "same", 1, 2]], "private fields the file leaves out stay");
  equal(a.lesson("l").widget("w").get("same"), 1, "looking changes nothing");
}

export function privateFieldsStayAtHome() {
  const a = open();
  a.lesson("l").widget("w").set("row/1/~name", "Smith");
  a.lesson("l").widget("w").set("row/1/revenue", 5);
  ok(!X.exportText(X.collect(a)).includes("Smith"), "left out");
  ok(X.exportText(X.collect(a, { withPrivate: true })).includes("Smith"), "ticked in");
}

export function theSameDataIsTheSameText() {
  const [a, b] = [open(), open()];
  a.lesson("y").widget("w").set("2", 1);
  a.lesson("x").widget("w").set("10", 1);
  b.lesson("x").widget("w").set("10", 1);
  b.lesson("y").widget("w").set("2", 1);
  equal(X.exportText(X.collect(a)), X.exportText(X.collect(b)));
  equal(X.exportText(X.collect(a)).split("\n").length, 5);
}

export function whatIsNoExportIsRefused() {
  const record = '{"v":1,"w":{},"orphans":{}}';
  const table = {
    "": "not-json", "x": "not-json", "{": "not-json", "1": "not-ours", "null": "not-ours", "[]": "not-ours", "{}": "not-ours",
    '{"format":"playbook","v":1,"site":"s","lessons":null}': "not-ours",
    '{"format":"playbook","v":1,"site":"t","lessons":{}}': "other-site",
    '{"format":"playbook","v":2,"site":"s","lessons":{}}': "newer",
    '{"format":"playbook","v":1,"site":"s","lessons":{"a":3}}': "damaged",
    [`{"format":"playbook","v":1,"site":"s","lessons":{"b":${record},"a":{"v":1,"w":{"w":{"k":{"x":1}}}}}}`]: "damaged",
    '{"format":"playbook","v":1,"site":"s","lessons":{"a":{"v":9,"w":{}}}}': "newer",
    [" ".repeat(10e6 + 1)]: "too-large",
  };
  for (const [text, error] of Object.entries(table)) equal(X.readExport(text, "s").error, error, text.slice(0, 90));
}

export function protoDoesNotPollute() {
  const text = '{"format":"playbook","v":1,"site":"s","lessons":{"__proto__":{"v":1,"w":{"__proto__":{"polluted":{"x":1,"t":1,"d":"a"}}},"orphans":{}}}}';
  const store = open();
  X.apply(store, X.readExport(text, "s").data, "replace");
  equal([{}.polluted, store.lesson("__proto__").widget("__proto__").get("polluted")], [undefined, 1].map((v) => v ?? null));
}

export function allOrNothing() {
  const storage = new FakeStorage(700);
  const a = open(storage), b = open(undefined, "b");
  a.lesson("one").widget("w").set("k", 1);
  b.lesson("one").widget("w").set("k", 2);
  b.lesson("two").widget("w").setText("t", "x".repeat(900));
  equal(X.apply(a, X.collect(b), "replace").error, "full");
  equal([a.lesson("one").widget("w").get("k"), a.lesson("two").widget("w").get("t") ?? null], [1, null]);
  storage.setItem("playbook:s:me:three", '{"v":2,"w":{}}');
  b.lesson("three").widget("w").set("k", 1);
  equal(X.apply(open(storage), X.collect(b, { uids: ["one", "three"] }), "merge").error, "readonly");
  equal(a.lesson("one").widget("w").get("k"), 1);
}

export async function shareLinks() {
  const a = open();
  a.lesson("l").widget("w").setText("t", "Zażółć 😀 ".repeat(50));
  const data = X.collect(a);
  const link = await X.shareFragment(data);
  ok(/^#s=[\w-]+$/.test(link), link);
  equal(await X.readFragment(link), M.canonical(data));
  equal(X.readExport(await X.readFragment(link), "s").error, undefined);
  a.lesson("l").widget("w").setText("t", Array.from({ length: 6000 }, (_, i) => Math.imul(i, 2654435761).toString(36)).join(""));
  equal(await X.shareFragment(X.collect(a)), null, "too long for a link");
}

export async function hostileLinks() {
  for (const bad of ["", "#", "#s=", "#s=!", "#s=AAAA", "#s=a", "#t=x", "#s=" + "A".repeat(9000), link("x").slice(0, -3)]) equal(await X.readFragment(bad), null, bad.slice(0, 30));
  // Ten megabytes of spaces fit into ten thousand bytes, and a little more into 8,000 characters.
  const packed = await new Response(new Blob([" ".repeat(5e6)]).stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer();
  const bomb = link(String.fromCharCode(...new Uint8Array(packed)));
  ok(bomb.length < 8000, `the bomb has ${bomb.length} characters`);
  equal(await X.readFragment(bomb), null, "a bomb");
}

const link = (binary) => "#s=" + btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
