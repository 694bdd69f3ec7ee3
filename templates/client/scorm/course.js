// An open course: its memory, its session with the platform, and the learner's
// progress. shell.js draws it.

import { store } from "lib/book.js";
import { Memory } from "./memory.js";
import { pack, pagesOf, unpack } from "./pack.js";
import { Session } from "./session.js";
import { standingOf, statusOf } from "./standing.js";

const SOON = 400; // ms from a change to sending it

const hex = (key) => key.toString(16).padStart(4, "0");

export class Course {
  memory = new Memory();
  /** The uid of the open page, and how many of its headings are above the window. */
  at = { uid: "", heading: 0 };
  #timer = 0;
  #stand;

  /** about: the course in #pb-config; drawn is called after every change. */
  constructor(about, drawn) {
    this.about = about;
    this.drawn = drawn;
    window.playbook.storage = this.memory; // for the store in this window too
    this.store = store();
    this.session = new Session(about.version, () => drawn());
  }

  /** Reads the state from the platform; returns how it fits this package, as unpack() does. */
  open() {
    const { session } = this;
    session.open();
    this.found = unpack(this.store, this.about, session.state);
    const [key, heading] = session.location.split(".");
    const page = pagesOf(this.about).find((p) => hex(p.key) === key);
    this.resume = { page, heading: Number(heading) || 0 };
    this.best = session.score;
    /** Whether the learner has ever begun. */
    this.begun = session.state !== "" || page !== undefined || session.isDone;
    this.memory.onchange = () => this.#later();
    this.#stand = undefined;
    session.keep(() => this.#send());
  }

  get stand() {
    return (this.#stand ??= standingOf(this.store, this.about));
  }

  /** The learner begins or starts over: the score is 0. */
  begin() {
    this.begun = true;
    this.best = this.stand.score === undefined ? undefined : 0;
    this.send();
  }

  /** Deletes everything that the learner did here. */
  restart() {
    this.memory.empty();
    this.store.refresh();
    this.session.reset();
    this.at = { uid: "", heading: 0 };
    this.#stand = undefined;
    this.begin();
  }

  /** A page is open. */
  opened(uid) {
    if (this.at.uid === uid) return;
    this.at = { uid, heading: 0 };
    this.#later();
  }

  /** The learner has scrolled. */
  scrolled(heading) {
    if (heading === this.at.heading) return;
    this.at.heading = heading;
    this.#later();
  }

  #later() {
    this.#stand = undefined;
    if (this.#timer === 0) this.#timer = setTimeout(() => this.send(), SOON);
  }

  /** Sends what has changed now. */
  send() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#send();
    this.drawn();
  }

  #send() {
    if (!this.begun || !this.session.writes) return;
    const { stand, session, about } = this;
    if (stand.score !== undefined) this.best = Math.max(this.best ?? 0, stand.score);
    const page = pagesOf(about).find((p) => p.uid === this.at.uid);
    session.report({
      score: this.best,
      status: statusOf(stand, session.reached),
      location: page ? `${hex(page.key)}.${this.at.heading}` : session.location,
      progress: stand.progress,
      objectives: stand.pages.map((p) => ({
        id: (p.page.final ? "final-" : "lesson-") + hex(p.page.key), share: p.tried ? p.share : undefined, passed: p.passed && p.done,
        status: p.done ? "completed" : p.state === "new" ? "not attempted" : "incomplete",
      })),
      packed: (limit) => pack(this.store, about, limit),
    });
  }

  /** The window is hidden: sends and commits everything. */
  save() {
    if (this.session.ended) return;
    this.send();
    this.session.commit();
  }

  /** The window may close: commits everything, with the time. */
  leave() {
    if (this.session.ended) return;
    this.send();
    this.session.leave();
  }

  /** The window closes. */
  close() {
    this.leave();
    this.session.close();
  }
}
