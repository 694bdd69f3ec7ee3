// The meeting view shows a lesson on a projector, one heading per screen. The other parts of
// the page are only hidden, so polls, clocks and lists work as usual. The host's notes are
// in a second window, which the script of this window draws.

import { h } from "../lib/dom.js";
import { announce, words } from "../lib/page.js";
import { button, wear } from "./look.js";

const t = words("meeting");
const MINUTES = 15;

const html = document.documentElement;
const prose = document.querySelector(".prose");
const headings = [...prose.children].filter((el) => /^H[23]$/.test(el.localName.toUpperCase()));

/** The screens: {title, parts, notes}. The text before the first heading is the first screen. */
function screens() {
  const list = [{ title: document.querySelector("h1").textContent.trim(), parts: [], notes: [] }];
  for (const el of prose.children) {
    if (headings.includes(el)) list.push({ title: el.textContent.trim(), parts: [], notes: [] });
    const now = list.at(-1);
    if (el.matches("[data-for=host]")) now.notes.push(el);
    else now.parts.push(el);
  }
  const rest = list.filter((s, i) => i === 0 || s.parts.length > 1 || s.notes.length || /^pb-/.test(s.parts[0]?.localName ?? ""));
  return rest.filter((s, i) => s.parts.length || s.notes.length || i === 0);
}

const show = { list: [], at: 0, bar: null, host: null, timer: 0, started: 0, left: MINUTES * 60, was: null };

const clock = (s) => `${s < 0 ? "−" : ""}${Math.floor(Math.abs(s) / 60)}:${String(Math.abs(s) % 60).padStart(2, "0")}`;
const seconds = () => Math.round(MINUTES * 60 - (show.started ? (Date.now() - show.started) / 1000 : 0));

/** Minutes for each screen, in proportion to its length. */
function plan() {
  const size = show.list.map((s) => Math.max(200, s.parts.reduce((n, el) => n + el.textContent.length, 0))), all = size.reduce((a, b) => a + b, 0);
  return size.map((n) => Math.max(1, Math.round((MINUTES * n) / all)));
}

function go(n) {
  show.at = Math.max(0, Math.min(show.list.length - 1, n));
  const now = show.list[show.at];
  for (const s of show.list) for (const el of s.parts) el.toggleAttribute("data-off", s !== now);
  html.toggleAttribute("data-first", show.at === 0);
  for (const d of now.parts.flatMap((el) => [...el.querySelectorAll("details.analogy, details.steps")])) d.open = true;
  drawBar();
  drawHost();
  scrollTo(0, 0);
  announce(`${now.title}. ${t("screen", show.at + 1, show.list.length)}`);
}

function drawBar() {
  show.bar.querySelector("[data-slot=where]").textContent = t("screen", show.at + 1, show.list.length);
  show.bar.querySelector("[data-act=prev]").disabled = show.at === 0;
  show.bar.querySelector("[data-act=next]").disabled = show.at === show.list.length - 1;
  tick();
}

function tick() {
  const left = seconds(), text = clock(left);
  for (const el of [show.bar.querySelector("[data-slot=clock]"), show.host?.document.querySelector("[data-slot=clock]")]) {
    if (!el) continue;
    el.textContent = text;
    el.classList.toggle("late", left < 0);
  }
}

/** Opens the host's window. It has no script of its own: this window draws its content. */
function openHost() {
  if (show.host && !show.host.closed) return show.host.focus();
  show.host = window.open("", "", "width=720,height=800");
  if (!show.host) return announce(t("no_window"));
  const doc = show.host.document;
  doc.title = t("host");
  doc.documentElement.lang = html.lang;
  doc.documentElement.className = html.className;
  for (const [k, v] of Object.entries(html.dataset)) if (k === "theme") doc.documentElement.dataset[k] = v;
  doc.head.append(...[...document.querySelectorAll('link[rel="stylesheet"]')].map((l) => Object.assign(doc.createElement("link"), { rel: "stylesheet", href: l.href })));
  doc.body.className = "pb-host";
  show.host.addEventListener("keydown", keys);
  show.host.addEventListener("pagehide", () => { show.host = null; });
  drawHost();
}

const plain = (el) => {
  const copy = el.cloneNode(true);
  for (const x of copy.querySelectorAll("[id]")) x.removeAttribute("id");
  copy.removeAttribute("id");
  if (copy.localName === "details") copy.open = true;
  return copy;
};

function drawHost() {
  if (!show.host) return;
  const doc = show.host.document, now = show.list[show.at], next = show.list[show.at + 1], minutes = plan();
  doc.body.replaceChildren(doc.adoptNode(h("main", { class: "wrap" },
    h("p", { class: "eyebrow" }, t("screen", show.at + 1, show.list.length), " · ", t("minutes", minutes[show.at]), " · ", h("span", { "data-slot": "clock" })), h("h1", {}, now.title),
    now.notes.length ? h("div", { class: "prose" }, now.notes.map(plain)) : h("p", { class: "pb-none" }, t("no_notes")),
    next && h("p", {}, t("then", next.title)),
    h("p", { class: "row" }, button(t("prev"), "prev", () => go(show.at - 1)), button(t("next"), "next", () => go(show.at + 1), "go")))));
  tick();
}

/** The agenda to print: every screen with its minutes and the host's notes, and the checklists as homework. */
function agenda() {
  const minutes = plan(), lists = [...prose.querySelectorAll("pb-checklist")];
  return h("section", { class: "pb-agenda" }, h("h1", {}, show.list[0].title), h("p", {}, t("agenda", MINUTES)),
    h("ol", {}, show.list.map((s, i) => h("li", {}, h("b", {}, s.title), " ", h("small", {}, t("minutes", minutes[i])), s.notes.map((n) => h("div", { class: "prose" }, plain(n)))))),
    lists.length > 0 && [h("h2", {}, t("homework")), lists.map((l) => h("div", {}, h("h3", {}, l.querySelector("h3")?.textContent ?? ""), h("ul", {}, [...l.querySelectorAll("li[data-item]")].map((li) => h("li", {}, li.querySelector("label")?.textContent.trim() ?? "")))))]);
}

function keys(e) {
  if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  const step = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[e.key];
  if (step) go(show.at + step);
  else if (e.key === "Home") go(0);
  else if (e.key === "End") go(show.list.length - 1);
  else if (e.key === "Escape" && !document.querySelector("dialog[open]")) return stop();
  else return;
  e.preventDefault();
  e.stopPropagation();
}

function homework() {
  for (const s of show.list) if (s.parts.some((el) => el.localName === "pb-checklist" || el.querySelector("pb-checklist"))) s.homework = true;
}

function start() {
  wear();
  show.was = document.activeElement;
  show.list = screens();
  homework();
  show.started = Date.now();
  show.bar = h("section", { "aria-label": t("tools") }, h("div", { class: "pb-stage", role: "toolbar", "aria-label": t("tools") },
    button(t("prev"), "prev", () => go(show.at - 1)), button(t("next"), "next", () => go(show.at + 1), "go"), h("span", { "data-slot": "where", "aria-live": "off" }), h("span", { class: "clock", "data-slot": "clock", role: "timer", "aria-label": t("clock") }),
    button(t("restart"), "restart", () => {
      show.started = Date.now();
      tick();
    }), button(t("host"), "host", openHost), button(t("print"), "print-agenda", () => print()), button(t("stop"), "stop", stop)));
  show.paper = agenda();
  document.body.append(show.bar, show.paper);
  html.toggleAttribute("data-meeting", true);
  show.timer = setInterval(tick, 1000);
  addEventListener("keydown", keys, true);
  addEventListener("pagehide", () => show.host?.close());
  go(0);
  show.bar.querySelector("[data-act=next]").focus();
}

function stop() {
  clearInterval(show.timer);
  removeEventListener("keydown", keys, true);
  show.host?.close();
  show.host = null;
  for (const el of prose.querySelectorAll("[data-off]")) el.removeAttribute("data-off");
  html.removeAttribute("data-meeting");
  html.removeAttribute("data-first");
  show.bar.remove();
  show.paper.remove();
  show.was?.focus();
}

window.playbook.meeting = () => (html.hasAttribute("data-meeting") ? stop() : start());

