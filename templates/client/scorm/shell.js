// The page that a learning platform opens: it calls the platform's interface, shows the
// course's pages in a frame, and leads from one to the next.

import { h } from "lib/dom.js";
import { config, locale } from "lib/page.js";
import { createStrings } from "lib/strings.js";
import { Course } from "./course.js";
import { openMenu } from "./menu.js";

const part = (name) => document.querySelector(`[data-lms="${name}"]`);

class Shell {
  constructor() {
    const { course, words, widgets } = config();
    this.t = createStrings({ ...words, ...widgets.lms }, locale());
    this.pages = [...course.lessons, ...(course.final ? [course.final] : [])];
    this.course = new Course(course, () => this.draw());
  }

  /** The object for pages, as window.playbook.shell. */
  get forPages() {
    const { course } = this;
    return {
      memory: course.memory,
      opened: (win) => this.#opened(win),
      at: (heading) => course.scrolled(heading),
    };
  }

  start() {
    const { course } = this;
    course.open();
    this.wasDone = course.session.isDone; // then there is no message
    this.frame = part("frame");
    part("prev").addEventListener("click", () => this.step(-1));
    part("next").addEventListener("click", () => this.step(1));
    part("menu").addEventListener("click", () => openMenu(this));
    document.addEventListener("visibilitychange", () => document.hidden && course.save());
    // Some platforms send nothing more once a window is closing (ILIAS).
    addEventListener("beforeunload", () => course.leave());
    addEventListener("pagehide", () => course.close());
    // A browser may restore a cached page whose session has ended.
    addEventListener("pageshow", (e) => e.persisted && this.draw());
    if (course.begun) this.resume();
    else this.#offer();
    this.draw();
  }

  /** Opens the learner's last page, else the first that is not done. */
  resume() {
    const { resume, stand } = this.course;
    const page = resume.page ?? stand.pages.find((p) => !p.done)?.page ?? this.pages[0];
    this.#heading = resume.page ? resume.heading : 0;
    this.show(page);
  }

  #heading = 0;

  show(page) {
    part("start").hidden = true;
    this.frame.hidden = false;
    if (this.pages.includes(page)) {
      this.current = page;
      this.course.opened(page.uid);
    }
    const url = new URL(page.url, location.href).href;
    // Replaced, not set, so that the first page adds no entry to the history.
    this.frame.contentWindow.location.replace(url);
    this.draw();
  }

  /** A page has loaded in the frame; returns the heading to show. */
  #opened(win) {
    const path = win.location.pathname;
    const page = this.pages.find((p) => new URL(p.url, location.href).pathname === path);
    const heading = page && page === this.current ? this.#heading : 0;
    this.#heading = 0;
    if (page) {
      this.current = page;
      this.course.opened(page.uid);
    }
    this.frame.title = win.document.title;
    this.draw();
    return heading;
  }

  step(by) {
    const page = this.pages[this.pages.indexOf(this.current) + by];
    if (page) this.show(page);
  }

  /** The first page: the course's description, and a button to begin. */
  #offer() {
    const { t } = this, { about, session } = this.course;
    const begin = () => {
      this.course.begin();
      this.show(this.pages[0]);
      this.frame.focus();
    };
    part("start").replaceChildren(
      h("h2", {}, about.title),
      h("p", {}, t("about", about.lessons.length, about.lessons.reduce((sum, l) => sum + l.min, 0))),
      h("p", {}, t(about.final ? "goal_final" : this.course.stand.graded.length ? "goal_quiz" : "goal")),
      ...(session.writes ? [h("p", {}, t("keeps"))] : []),
      h("p", {}, h("button", { type: "button", class: "btn go", "data-lms": "begin", onclick: begin }, t("start"))));
    part("start").hidden = false;
  }

  restart() {
    this.course.restart();
    this.show(this.pages[0]);
  }

  /** Whether a page waits for its prerequisites on a locked path. */
  isLocked(page) {
    const { about, stand } = this.course;
    return about.lock && (page.after ?? []).some((i) => !stand.pages[i].done);
  }

  draw() {
    const { stand, about } = this.course, at = this.pages.indexOf(this.current);
    const done = stand.pages.filter((p) => p.done && !p.page.final).length;
    const { session } = this.course;
    part("count").textContent = [this.t("count", done, about.lessons.length), session.isDone && this.t("is_" + session.reached)].filter(Boolean).join(" · ");
    part("prev").disabled = at <= 0;
    const next = this.pages[at + 1];
    part("next").disabled = at < 0 || !next || this.isLocked(next);
    this.#notes();
  }

  /** Messages for the learner, the most important first. */
  #notes() {
    const { t, course } = this, { session, stand, found } = course, { problem, dropped } = session.status;
    const list = [];
    if (session.ended) list.push(["warn", "ended"]);
    else if (problem) list.push(["warn", problem]);
    if (found === "damaged") list.push(["warn", "damaged"]);
    const stale = stand.pages.filter((p) => p.state === "stale" || p.state === "expired").length;
    if (course.begun && (found === "revised" || stale) && session.isDone) list.push(["", "revised"]);
    if (dropped.length) list.push(["warn", "dropped", dropped.map((name) => t("part_" + name)).join(", ")]);
    if (session.isDone && !this.wasDone) list.push(["ok", session.reached]);
    const text = JSON.stringify(list);
    if (text === this.noted) return;
    this.noted = text;
    part("notes").replaceChildren(...list.map(([style, key, ...args]) => h("div", { class: `note ${style}`.trim(), "data-note": key }, h("b", {}, t(key, ...args)), h("p", {}, t(key + "_more", ...args)))));
  }

  /** The state of a page in words, "" if it was not begun. */
  stateOf(page) {
    const state = this.course.stand.pages.find((p) => p.page === page)?.state ?? "new";
    if (state !== "new") return this.t("state_" + state);
    return this.pages.includes(page) && this.isLocked(page) ? this.t("locked") : "";
  }
}

export function startShell() {
  window.playbook = {};
  document.documentElement.dataset.js = "";
  const start = () => {
    const shell = new Shell();
    window.playbook.shell = shell.forPages;
    shell.start();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start, { once: true });
  else start();
}
