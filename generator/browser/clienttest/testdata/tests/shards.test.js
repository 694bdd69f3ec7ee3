// The shards of an index: whatever is asked for at once, every question has its answer.
import { openIndex, receive } from "../client/search/shards.js";
import { equal } from "./kit.js";

const LESSONS = 200; // more than the index keeps decoded

const root = {
  v: 3, n: LESSONS, u: LESSONS, g: 1, s: 2, l: "A" + "B".repeat(LESSONS - 1), x: "", e: /$/, f: "fff",
  d: ["a", "ddd", "A"], p: ["a", "ppp", "A"], c: Array.from({ length: LESSONS >> 2 }, (_, i) => String(i + 10)).join(""),
};

/** What a file of the index says. */
function said(path) {
  const name = path.replace(/.*\/|\.js$/g, "");
  if (name === "root") return ["root-en", root];
  const n = Number(/^[a-z](\d*)/.exec(name)[1]);
  if (name[0] === "c") return [name, Array.from({ length: 4 }, (_, i) => [`${4 * n + i}.html`, `Lesson ${4 * n + i}`, 0, 0, "h" + (4 * n + i), "Heading"])];
  return [name, name[0] === "f" ? [] : [`text ${n}`]];
}

/** A server that answers after a while, in another order than it was asked; asked has the addresses. */
function server(asked, refuse = () => false) {
  return async (path) => {
    asked.push(path);
    await new Promise((ok) => setTimeout(ok, asked.length % 3));
    if (refuse(path)) throw Error("refused");
    const [name, data] = said(path);
    receive(name, data);
  };
}

const inTime = (promise, what) => Promise.race([promise, new Promise((_, no) => setTimeout(() => no(Error(`${what} never came`)), 3000))]);

export async function opened_twice_at_once() {
  const load = server([]);
  const two = await inTime(Promise.all([openIndex("en", "search/root.js", load), openIndex("en", "search/root.js", load)]), "an index");
  equal(two.map((index) => index.lessons), [LESSONS, LESSONS]);
}

export async function more_at_once_than_is_kept() {
  const index = await openIndex("en", "search/root.js", server([]));
  const all = Array.from({ length: LESSONS }, (_, i) => i);
  await Promise.all(all.map((i) => index.card(i)));
  // Each text is asked for again while it is on its way and has been pushed out by others.
  const texts = await inTime(Promise.all([...all, ...all.toReversed(), ...all].map((i) => index.texts(i).then((t) => t[0]))), "a text");
  equal(texts.slice(0, 3), ["text 0", "text 1", "text 2"]);
  equal(texts.every((text, n) => text === `text ${[...all, ...all.toReversed(), ...all][n]}`), true);
}

export async function refused_once_and_asked_again() {
  let broken = true;
  const index = await openIndex("en", "search/root.js", server([], (path) => broken && path.includes("/t")));
  const first = await inTime(Promise.allSettled([index.texts(7), index.texts(7), index.texts(8)]), "a refusal");
  equal(first.map((x) => x.status), ["rejected", "rejected", "rejected"]);
  broken = false;
  equal((await inTime(index.texts(7), "a text"))[0], "text 7");
}
