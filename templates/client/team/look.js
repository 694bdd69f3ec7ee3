// Shared parts of the team's pages: loading their style sheet, choosing or dropping a
// file, titles of lessons and other things that a file names.

import { formatDate } from "../lib/dates.js";
import { h } from "../lib/dom.js";
import { config, locale, root } from "../lib/page.js";

/** Loads the team's style sheet into a page that does not have it yet. */
export function wear() {
  const sheet = config().assets?.["team.css"];
  if (sheet && !document.querySelector("link[data-pb-team]")) document.head.append(h("link", { rel: "stylesheet", href: root() + sheet, "data-pb-team": true }));
}

const days = new Map(); // cached, because formatters are slow and two hundred people share thirty days

const FORMS = { short: { day: "numeric", month: "short" } };

/** A date in words; any other text stays as it is. */
export function day(date, form = "long") {
  const key = form + date;
  let words = days.get(key);
  if (words) return words;
  try {
    words = formatDate(date, locale(), FORMS[form]);
  } catch {
    return String(date);
  }
  days.set(key, words);
  return words;
}

/** The text of each file, "" if the file is too large. */
export const textsOf = (files, most) => Promise.all([...files].map(async (f) => [f.name, f.size > most ? null : await f.text()]));

/** A field for files; take([[name, text or null]]) gets them. */
export function fileField(label, take, most, attrs = {}) {
  const input = h("input", { type: "file", accept: ".json,application/json,text/plain", ...attrs, onchange: async () => {
    const texts = await textsOf(input.files, most);
    input.value = "";
    await take(texts);
  } });
  return h("label", { class: "pb-file" }, h("span", {}, label), input);
}

/** A button. */
export const button = (label, act, onclick, more = "") => h("button", { type: "button", class: ("btn " + more).trim(), "data-act": act, onclick }, label);

/**
 * Draws a mount again and leaves the focus where it was: on the same field or button, else
 * on the heading of its part, so that nobody who works by keyboard starts at the top again.
 */
export function keepingFocus(mount, draw) {
  const el = document.activeElement, inside = mount.contains(el), holder = inside && el.closest("[data-key], [data-act]");
  const selector = holder && (holder.dataset.key ? `[data-key="${CSS.escape(holder.dataset.key)}"]` : `[data-act="${holder.dataset.act}"]`);
  const n = selector ? [...mount.querySelectorAll(selector)].indexOf(holder) : 0, part = inside && el.closest("[data-part]")?.dataset.part;
  draw();
  if (!inside || mount.contains(document.activeElement)) return;
  const same = selector ? mount.querySelectorAll(selector) : [];
  const to = same[n] ?? same[same.length - 1] ?? document.querySelector(`[data-part="${part}"] h2`) ?? mount.closest("main")?.querySelector("h1");
  if (/^h/.test(to?.localName)) to.tabIndex = -1;
  to?.focus({ preventScroll: true });
}

/** A section of a page with its heading. */
export const leg = (name, title, ...body) => h("section", { class: "leg", "data-part": name, "aria-labelledby": "pb-team-" + name }, h("header", {}, h("h2", { id: "pb-team-" + name }, title)), h("div", { class: "stack" }, body));

/** A heading with a message beside it, for the result of the reader's last action. */
export const note = (text, more = "") => h("div", { class: ("note " + more).trim(), role: "status" }, h("p", {}, text));

/** The title of a thing that is requested, signed or due: lesson/<uid>, path/<uid>, mile/<path>/<n>, task/<id>. */
export function nameOf(what, facts) {
  const [kind, uid, n] = what.split("/"), path = facts.paths.find((p) => p.uid === uid);
  if (kind === "lesson") return facts.lessons.find((l) => l.uid === uid)?.title ?? uid;
  const mile = kind === "mile" && path?.miles?.find((m) => m.id === n);
  return mile ? `${mile.at}: ${mile.do}` : path?.title ?? uid;
}
