// One session with a learning platform: what is sent, and when.
//
//   - The score goes before the status, because platforms grade when the status arrives.
//   - The status is "incomplete", "completed" or "passed". It is never "failed", because some platforms then lock the learner
//     out. A status that was reached stays until the learner starts over.
//   - In the modes browse and review nothing is written.
//   - The state is read back and compared. If the platform cut it off, a shorter one is sent.
//   - Changes are committed when the status changes, every minute, and when the page is hidden. The session ends once, when
//     the shell closes.

import { API, find } from "./api.js";

const EVERY = 60000; // ms between commits
const SAFE = 3900; // characters of suspend_data for which every platform has room
const LIMITS = { 1.2: SAFE, 2004: 60000 }; // the 3rd edition promises 4,000, most platforms give 64,000
const LEAST = 60; // characters: a platform that stores fewer does not store the state at all
const TRIES = 6;
const DONE = ["passed", "completed"];

const NAMES = {
  1.2: {
    mode: "cmi.core.lesson_mode", location: "cmi.core.lesson_location", score: "cmi.core.score.", time: "cmi.core.session_time", exit: "cmi.core.exit",
  },
  2004: { mode: "cmi.mode", location: "cmi.location", score: "cmi.score.", time: "cmi.session_time", exit: "cmi.exit" },
};

/** "0001:02:03", or "PT1H2M3S" in 2004. */
export function duration(ms, version) {
  const s = Math.floor(ms / 1000), h = Math.min(9999, Math.floor(s / 3600)), m = Math.floor(s / 60) % 60;
  if (version === "2004") return `PT${h}H${m}M${s % 60}S`;
  const two = (n) => String(n).padStart(2, "0");
  return `${String(h).padStart(4, "0")}:${two(m)}:${two(s % 60)}`;
}

export class Session {
  #sent = new Map(); // the values that the platform accepted, by name
  #limit;
  #began = Date.now();
  #objectives = new Map(); // a lesson's index among the objectives
  #dirty = false;
  #ended = false;

  /** version "1.2" or "2004"; onchange({problem, dropped}) is called after a change; the search for the interface begins at win. */
  constructor(version, onchange, win = window) {
    this.version = version;
    this.names = NAMES[version];
    this.#limit = LIMITS[version];
    this.onchange = onchange;
    this.status = { problem: "", dropped: [] };
    const api = find(win, version);
    this.api = api && new API(api, version);
  }

  /** Begins the session. Afterwards mode, reached, score, location and state have the platform's values. */
  open() {
    Object.assign(this, { mode: "normal", reached: "", score: undefined, location: "", state: "" });
    if (!this.api) return this.#tell({ problem: "alone" });
    if (!this.api.start()) {
      this.api = null;
      return this.#tell({ problem: "refused" });
    }
    const { api, names } = this;
    this.mode = api.get(names.mode) || "normal";
    this.reached = this.#readStatus();
    const raw = api.get(names.score + "raw");
    this.score = raw !== "" && Number.isFinite(Number(raw)) ? Number(raw) : undefined;
    this.location = api.get(names.location);
    this.state = api.get("cmi.suspend_data");
    this.#readObjectives();
    if (!this.writes) return this.#tell({ problem: "review" });
    // Set first, in case the window closes: the platform keeps the state for the next
    // time.
    this.#set(names.exit, "suspend");
    if (!DONE.includes(this.reached)) this.#setStatus("incomplete");
    this.commit();
  }

  /** Whether anything may be written. */
  get writes() {
    return this.api !== null && this.mode !== "browse" && this.mode !== "review" && !this.#ended;
  }

  get isDone() {
    return DONE.includes(this.reached);
  }

  #readStatus() {
    const { api } = this;
    if (this.version === "1.2") return api.get("cmi.core.lesson_status");
    const passed = api.get("cmi.success_status") === "passed";
    return passed ? "passed" : api.get("cmi.completion_status");
  }

  #readObjectives() {
    if (this.version !== "2004") return;
    const n = Number(this.api.get("cmi.objectives._count")) || 0;
    for (let i = 0; i < n; i++) this.#objectives.set(this.api.get(`cmi.objectives.${i}.id`), i);
  }

  #tell(change) {
    const next = { ...this.status, ...change };
    if (JSON.stringify(next) === JSON.stringify(this.status)) return;
    this.status = next;
    this.onchange(next);
  }

  /** Sets a value, unless the platform already has it; false if it refuses. */
  #set(name, value) {
    if (!this.writes) return false;
    if (this.#sent.get(name) === String(value)) return true;
    if (!this.api.set(name, value)) return false;
    this.#sent.set(name, String(value));
    this.#dirty = true;
    return true;
  }

  /** The learner starts over: earlier results no longer count. */
  reset() {
    this.#setStatus("incomplete");
  }

  #setStatus(status) {
    this.reached = status;
    if (this.version === "1.2") return this.#set("cmi.core.lesson_status", status);
    const done = DONE.includes(status), success = status === "passed" ? "passed" : "unknown";
    const took = this.#set("cmi.completion_status", done ? "completed" : "incomplete");
    return this.#set("cmi.success_status", success) && took;
  }

  /** Sends a score from 0 to 100. */
  #setScore(score) {
    const at = this.names.score;
    let took = this.#set(at + "min", 0) && this.#set(at + "max", 100);
    if (this.version === "2004") took = this.#set(at + "scaled", score / 100) && took;
    return this.#set(at + "raw", score) && took;
  }

  #setObjective({ id, status, passed, share }) {
    let i = this.#objectives.get(id);
    if (i === undefined) {
      i = this.#objectives.size;
      if (!this.#set(`cmi.objectives.${i}.id`, id)) return;
      this.#objectives.set(id, i);
    }
    const at = `cmi.objectives.${i}.`;
    if (share !== undefined) this.#set(at + "score.scaled", Math.round(share * 100) / 100);
    this.#set(at + "success_status", passed ? "passed" : "unknown");
    this.#set(at + "completion_status", status);
  }

  /**
   * Sends the state: packed(limit) returns {text, dropped, fits}. If it does not come back
   * whole, there is less room than promised, and a shorter one is sent.
   */
  #setState(packed) {
    for (let limit = this.#limit, tries = 0; tries < TRIES; tries++) {
      const { text, dropped, fits } = packed(limit);
      if (!fits) break;
      const took = this.#set("cmi.suspend_data", text), back = took ? this.api.get("cmi.suspend_data") : "";
      if (took && back === text) {
        this.#limit = limit;
        this.#tell({ dropped });
        return true;
      }
      this.#sent.delete("cmi.suspend_data");
      const room = back.length >= LEAST && text.startsWith(back) ? back.length : SAFE;
      if (room >= limit) break;
      limit = room;
    }
    return false;
  }

  /**
   * Sends the learner's progress to the platform: {score (undefined for none), status, location, progress: 0..1, objectives,
   * packed}. Reports whether the platform accepted everything.
   */
  report({ score, status, location, progress, objectives, packed }) {
    if (!this.writes) return false;
    let took = this.#setState(packed);
    // Some platforms refuse an empty location.
    if (location !== "") took = this.#set(this.names.location, location) && took;
    if (this.version === "2004") {
      objectives.forEach((o) => this.#setObjective(o));
      this.#set("cmi.progress_measure", progress);
    }
    if (score !== undefined) took = this.#setScore(score) && took;
    const changed = status !== this.reached;
    if (changed || !took) took = this.#setStatus(status) && took;
    if (!took) this.#tell({ problem: "unkept" });
    else if (this.status.problem === "unkept") this.#tell({ problem: "" });
    if (changed) this.commit();
    return took;
  }

  /** Commits all changes. What could not be committed is tried again later. */
  commit() {
    if (!this.writes || !this.#dirty) return;
    this.#sent.delete(this.names.time);
    this.#set(this.names.time, duration(Date.now() - this.#began, this.version));
    this.#dirty = !this.api.commit();
    if (this.#dirty && !this.status.problem) this.#tell({ problem: "late" });
    if (!this.#dirty && this.status.problem === "late") this.#tell({ problem: "" });
  }

  /** Commits every minute until the session ends. */
  keep(before) {
    const timer = setInterval(() => {
      if (this.#ended) return clearInterval(timer);
      before();
      this.commit();
    }, EVERY);
  }

  /** Commits everything, with the time up to now. */
  leave() {
    if (!this.writes) return;
    this.#dirty = true;
    this.commit();
  }

  /** Ends the session, once. */
  close() {
    if (this.#ended || !this.api) return;
    this.#ended = true;
    this.api.end();
  }

  get ended() {
    return this.#ended;
  }
}
