import { isPrivate, segment } from "lib/segment.js";
import { createStore, uuid } from "lib/state.js";
import { locate } from "lib/lesson.js";
import { SEPARATOR, canonical } from "lib/merge.js";
import { choose, profiles } from "lib/profiles.js";
import { FakeStorage, chance, equal, ok } from "./kit.js";

function open(storage = new FakeStorage(), more = {}) {
  const store = createStore({ site: "s", storage: () => storage, ...more });
  const heard = [];
  store.onstatus((s) => heard.push(s.state + (s.reason ? " " + s.reason : "")));
  return { storage, store, heard };
}

export function writesWhereTheSpecificationSays() {
  const { storage, store } = open(undefined, { now: () => 1000, writer: "dev" });
  store.lesson("keep-your-seat").widget("rota").set("@orders/done", true);
  equal(storage.getItem("playbook:s:me:keep-your-seat"), '{"orphans":{},"v":1,"w":{"rota":{"@orders/done":{"d":"dev","t":1000,"x":true}}}}');
  store.lesson("a:b%").widget("w").set("k", 1);
  equal(store.lessons(), ["a:b%", "keep-your-seat"]);
}

export function keepsValuesTextsAndLogs() {
  const storage = new FakeStorage();
  const w = open(storage).store.lesson("l").widget("w");
  w.set("n", 1);
  w.set("n", { a: [1, null] });
  w.setText("t", "words");
  w.append("log", "one");
  w.append("log", "two");
  w.set("gone", 1);
  w.remove("gone");
  w.setText("gone too", "x");
  w.remove("gone too");
  const again = open(storage).store.lesson("l").widget("w");
  equal(again.get("n"), { a: [1, null] });
  equal(again.get("t"), "words");
  equal(again.entries("log").map((e) => e.x), ["one", "two"]);
  equal([again.get("gone"), again.get("gone too"), again.get("never")], [undefined, undefined, undefined].map(() => null));
  equal(again.keys("log/").length, 2);
  ok(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(again.entries("log")[0].id), "a uuid");
}

export function aClockThatGoesBackLosesNothing() {
  let now = 5000;
  const { store } = open(undefined, { now: () => now });
  const w = store.lesson("l").widget("w");
  w.set("k", "first");
  now = 10;
  w.set("k", "second");
  ok(w.at("k") === 5001, `stamped ${w.at("k")}`);
  equal(w.get("k"), "second");
}

export function wasChainsMoveState() {
  const storage = new FakeStorage();
  const old = open(storage).store.lesson("old-uid").widget("visits");
  old.set("@orders/done", true);
  old.set("run/2026-Q1/@orders/note", "n");
  old.set("@dropped/done", true);
  old.set("free", 1);
  open(storage).store.lesson("old-uid").widget("removed").setText("t", "my words");
  const known = { rota: { was: ["calls", "visits"], items: { "last-orders": ["x", "orders"] } } };
  const { store } = open(storage);
  const lesson = store.lesson("new-uid", { was: ["older", "old-uid"], known });
  equal(lesson.widget("rota").keys(), ["@last-orders/done", "free", "run/2026-Q1/@last-orders/note"]);
  equal(lesson.orphans().map((o) => [o.widget, o.key, o.x]), [["removed", "t", "my words"], ["visits", "@dropped/done", true]]);
  equal(storage.getItem("playbook:s:me:old-uid"), null, "the old record has moved");
  // An item that comes back finds its state again.
  known.rota.items.dropped = [];
  const back = open(storage).store.lesson("new-uid", { known });
  equal(back.widget("rota").get("@dropped/done"), true);
  equal(back.orphans().length, 1);
}

export function placesById() {
  const known = { a: { items: { one: ["uno"] } }, b: { was: ["__proto__"] } };
  equal(locate(known, "a", "@one/x"), ["a", "@one/x"]);
  equal(locate(known, "a", "r/@uno/x"), ["a", "r/@one/x"]);
  equal(locate(known, "a", "@two"), null);
  equal(locate(known, "b", "@anything"), ["b", "@anything"], "without a list of items every one is known");
  equal(locate(known, "__proto__", "k"), ["b", "k"]);
  equal(locate(known, "constructor", "k"), null);
  equal(locate(known, "a", "@constructor"), null);
}

export function segmentsHoldAnyWords() {
  equal(segment("Smith/Jones @ 100% ~x"), "Smith%2FJones %40 100%25 %7Ex");
  ok(isPrivate("~name") && isPrivate("row/~name/x") && !isPrivate("a~b") && !isPrivate(segment("~name")), "private is below a ~ segment");
  equal(new Set(Array.from({ length: 1000 }, uuid)).size, 1000);
}

// 1,000 random interleavings of two tabs. Each tab sees the other's writes late
// (its view of storage is a copy, as in two renderer processes), events come in
// order but whenever they like. In the end both have every field and every text.
export function twoTabsLoseNoField() {
  for (let seed = 0; seed < 1000; seed++) interleave(seed);
}

function interleave(seed) {
  const r = chance(seed);
  const shared = new FakeStorage();
  const tabs = ["a", "b"].map((name) => makeTab(name, shared, r));
  const wrote = [];
  const deliver = (tab) => {
    const e = tab.inbox.shift();
    if (!e) return false;
    tab.view.set(e.key, e.value);
    tab.store.receive(e.key, e.value);
    return true;
  };
  for (const tab of tabs) tab.post = (key, value) => {
    shared.setItem(key, value);
    for (const other of tabs) if (other !== tab) other.inbox.push({ key, value });
  };
  for (let i = 0; i < 20; i++) {
    const tab = r.pick(tabs);
    if (r.below(2)) {
      const key = `${tab.name}${i}`;
      if (r.below(2)) tab.widget.set(key, i);
      else tab.widget.append("log", key);
      wrote.push(key);
    } else if (r.below(2)) deliver(tab);
    else tab.widget.setText("note", (tab.widget.get("note") ?? "") + ` ${tab.name}${i}!`);
  }
  for (let n = 0; n < 1000 && tabs.some(deliver); n++);
  ok(tabs.every((t) => t.inbox.length === 0), `seed ${seed}: the tabs never come to rest`);
  const [a, b] = tabs.map((t) => t.widget.lesson.record);
  equal(canonical(a), canonical(b), `seed ${seed}: the tabs differ`);
  if (wrote.length) equal(shared.getItem("playbook:s:me:l"), canonical(a), `seed ${seed}: storage differs`);
  const have = new Set([...tabs[0].widget.keys(), ...tabs[0].widget.entries("log").map((e) => e.x)]);
  for (const key of wrote) ok(have.has(key), `seed ${seed}: lost ${key}`);
  for (const word of tabs.flatMap((t) => t.words)) ok(tabs[0].widget.get("note").includes(word), `seed ${seed}: lost the text ${word}`);
}

function makeTab(name, shared, r) {
  const tab = { name, inbox: [], view: new Map(), words: [] };
  const storage = {
    getItem: (k) => tab.view.get(k) ?? null,
    setItem(k, v) {
      tab.view.set(k, v);
      tab.post(k, v);
    },
    removeItem: (k) => tab.view.delete(k),
    key: (i) => [...tab.view.keys()][i],
    get length() { return tab.view.size; },
  };
  tab.store = createStore({ site: "s", storage: () => storage, writer: name, now: () => 1000 + r.below(5) });
  tab.widget = tab.store.lesson("l").widget("w");
  const setText = tab.widget.setText.bind(tab.widget);
  tab.widget.setText = (key, text) => {
    setText(key, text);
    // The last word typed must stand until someone who saw it writes over it, and
    // here everybody only adds.
    tab.words.push(text.split(" ").at(-1));
  };
  return tab;
}

export function changesAreTold() {
  const { store, storage } = open();
  const w = store.lesson("l").widget("w");
  const heard = [];
  const end = w.subscribe((c) => heard.push(c.local));
  w.set("a", 1);
  w.set("a", 1);
  const text = storage.getItem("playbook:s:me:l").replace('"x":1', '"x":2').replace(/"t":(\d+)/, (_, t) => `"t":${Number(t) + 1}`);
  storage.setItem("playbook:s:me:l", text);
  store.receive("playbook:s:me:l", text);
  equal(heard, [true, false]);
  equal(w.get("a"), 2);
  w.batch(() => {
    w.set("b", 1);
    w.set("c", 1);
  });
  equal(heard, [true, false, true], "a batch is told once");
  end();
  w.set("d", 1);
  equal(heard.length, 3);
}

// What another tab wrote may be in storage before its event comes. A tab that drew it
// before its own write would draw over what its reader has just put there.
export function whatCameInWithAWriteIsToldAfterIt() {
  const { store, storage } = open(), key = "playbook:s:me:l";
  const w = store.lesson("l").widget("w");
  w.setText("a", "one");
  const heard = [];
  w.subscribe(({ local }) => heard.push([local, w.get("a"), w.get("b")]));
  const other = JSON.parse(storage.getItem(key));
  other.w.w.b = { x: 2, t: 9, d: "other" };
  storage.setItem(key, JSON.stringify(other));
  w.setText("a", "two");
  equal(heard, [[false, "two", 2], [true, "two", 2]]);
  equal(JSON.parse(storage.getItem(key)).w.w.b.x, 2);
}

export function aTextThatItsWriterNeverSawStaysBesideTheNew() {
  const { store, storage } = open(), key = "playbook:s:me:l";
  const w = store.lesson("l").widget("w");
  w.setText("a", "one");
  const other = JSON.parse(storage.getItem(key)), { t, s } = other.w.w.a;
  other.w.w.a = { x: "theirs", t: t + 9, d: "other", s: { ...s, other: t + 9 } };
  storage.setItem(key, JSON.stringify(other));
  w.setText("a", "mine");
  equal(w.get("a"), "theirs\n\n* * *\n\nmine");
  w.setText("a", "ours");
  equal(w.get("a"), "ours", "what was seen may be replaced");
  w.setText("a", "a later one", "one");
  equal(w.get("a"), "ours\n\n* * *\n\na later one");
  w.setText("a", "", "ours");
  equal(w.get("a"), "ours\n\n* * *\n\na later one", "clearing takes away only what was seen");
}

export function anErasedRecordStaysErased() {
  const { store, storage, heard } = open();
  const w = store.lesson("l").widget("w");
  w.set("a", 1);
  storage.removeItem("playbook:s:me:l");
  store.receive("playbook:s:me:l", null);
  equal(w.keys(), []);
  w.set("b", 1);
  equal(w.keys(), ["b"]);
  equal(heard, ["saved", "erased", "saved"]);
  storage.removeItem("playbook:s:me:l");
  w.set("c", 1);
  equal(w.keys(), ["c"], "also when its event never came");
}

export function whatIsNotReadableIsSetAside() {
  for (const raw of ["", "{", "null", "[]", "3", '"x"', '{"v":1,"w":[]}', '{"v":"x"}', "[".repeat(100000)]) {
    const { storage, store, heard } = open(undefined, { now: () => 7 });
    storage.setItem("playbook:s:me:l", raw);
    const w = store.lesson("l").widget("w");
    equal(storage.getItem("playbook:s:me:l:broken:7"), raw, raw.slice(0, 20));
    ok(heard.includes("broken"), `${raw.slice(0, 20)}: heard ${heard}`);
    ok(w.set("a", 1), "it goes on");
    equal(JSON.parse(storage.getItem("playbook:s:me:l")).w.w.a.x, 1);
    equal(store.lessons(), ["l"], "the copy is no lesson");
  }
}

export function theGoodPartOfADamagedRecordStays() {
  const { storage, store, heard } = open();
  const raw = '{"v":1,"w":{"w":{"a":{"x":1,"t":1,"d":"q"},"b":{"x":1}}},"orphans":{}}';
  storage.setItem("playbook:s:me:l", raw);
  equal(store.lesson("l").widget("w").keys(), ["a"]);
  equal(heard, ["broken", "saved"].filter((s) => heard.includes(s)));
  ok(store.keys().some((k) => k.includes(":broken:") && storage.getItem(k) === raw), "a copy is kept");
}

export function fiveMegabytesAreNoProblem() {
  const storage = new FakeStorage(5.2e6);
  const raw = '{"v":1,"w":{"w":{"k":"' + "x".repeat(5e6) + '"}}}';
  storage.setItem("playbook:s:me:l", raw);
  const { store, heard } = open(storage);
  ok(heard.length === 0 && store.lesson("l").widget("w").set("a", 1), "it goes on");
  ok(heard.includes("broken"), `heard ${heard}`);
  ok([...storage.map.values()].includes(raw), "not a letter is lost");
}

export function aNewerRecordIsLeftAlone() {
  const { storage, store, heard } = open();
  const raw = '{"v":2,"w":{"w":{"a":{"x":1,"t":1,"d":"q"}}},"orphans":{},"more":1}';
  storage.setItem("playbook:s:me:l", raw);
  const lesson = store.lesson("l", { known: {} });
  equal([lesson.readonly, lesson.widget("w").get("a")], [true, 1]);
  equal([lesson.widget("w").set("a", 2), lesson.widget("w").append("log", 1), lesson.widget("w").remove("a")], [false, null, false]);
  equal(storage.getItem("playbook:s:me:l"), raw);
  equal(new Set(heard).size, 1);
}

export function aFullStorageGoesOnInMemory() {
  const storage = new FakeStorage(400);
  const { store, heard } = open(storage);
  const w = store.lesson("l").widget("w");
  w.set("a", "x");
  w.setText("b", "y".repeat(500));
  equal(heard, ["saved", "memory full"]);
  equal(w.get("b").length, 500);
  equal(JSON.parse(storage.getItem("playbook:s:me:l")).w.w.b, undefined, "the old record still stands");
  w.remove("b");
  storage.limit = 1e6;
  w.set("c", 1);
  equal(heard.at(-1), "saved", "and it is written as soon as there is room");
  equal(Object.keys(JSON.parse(storage.getItem("playbook:s:me:l")).w.w), ["a", "b", "c"]);
}

export function aBlockedStorageGoesOnInMemory() {
  const throws = () => { throw new DOMException("no", "SecurityError"); };
  for (const storage of [throws, () => null, () => ({ getItem: throws, setItem: throws, removeItem: throws, key: throws, get length() { return throws(); } })]) {
    const store = createStore({ site: "s", storage });
    const heard = [];
    store.onstatus((s) => heard.push(s.state + " " + s.reason));
    const lesson = store.lesson("l", { was: ["k"], known: { w: {} } });
    ok(lesson.widget("w").set("a", 1), "set");
    equal([lesson.widget("w").get("a"), store.lessons(), heard], [1, ["l"], ["memory blocked"]]);
  }
}

export function aStorageThatCannotSetAsideIsNotHarmed() {
  const storage = new FakeStorage(60);
  storage.setItem("playbook:s:me:l", "{broken");
  const { store, heard } = open(storage, { writer: "w" });
  storage.limit = 30;
  const w = store.lesson("l").widget("w");
  ok(w.set("a", 1) && w.get("a") === 1, "it goes on");
  equal(storage.getItem("playbook:s:me:l"), "{broken");
  ok(heard.some((h) => h.startsWith("memory")), `heard ${heard}`);
}

export function profilesAreApart() {
  const storage = new FakeStorage();
  const me = open(storage).store;
  me.lesson("l").widget("w").set("a", "mine");
  choose(me, "Ann: 100%");
  const ann = open(storage).store;
  equal([ann.profile, ann.lessons()], ["Ann: 100%", []]);
  ann.lesson("l").widget("w").set("a", "hers");
  equal(me.lesson("l").widget("w").get("a"), "mine");
  equal(profiles(open(storage).store), ["Ann: 100%", "me"]);
}

export function theDeviceIsKeptAndEachTabWritesForItself() {
  const storage = new FakeStorage();
  const [a, b] = [open(storage).store.writer, open(storage).store.writer];
  ok(a.slice(0, 8) === b.slice(0, 8) && a !== b, `${a} ${b}`);
  storage.setItem("playbook:device", "<img>");
  ok(/^[\da-f]{8}-/.test(open(storage).store.writer), "a device id that is none is replaced");
}

export function textsChangedOnTwoDevicesBothStay() {
  const one = open(undefined, { writer: "one" }), two = open(undefined, { writer: "two" });
  one.store.lesson("l").widget("w").setText("n", "from one");
  two.store.lesson("l").widget("w").setText("n", "from two");
  const text = one.storage.getItem("playbook:s:me:l");
  two.store.receive("playbook:s:me:l", text);
  const got = two.store.lesson("l").widget("w").get("n");
  equal(got.split(SEPARATOR).sort(), ["from one", "from two"]);
}
