// A learner at a learning platform, for tests: opens the course in a frame, answers what
// the pages ask through their controls, closes it at any point and opens it again.
// Everything is done in the page as a person does it; nothing is read from the store.

const wait = async (look, what) => {
  for (let n = 0; n < 4000; n++) {
    const got = look();
    if (got) return got;
    await new Promise((done) => setTimeout(done, 4));
  }
  throw new Error("waited in vain: " + what);
};

const dice = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let x = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
  return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
};

class Learner {
  /** make(attempt, entry): a platform's interface; version "1.2" or "2004"; unseen: nothing is painted. */
  constructor({ version, make, seed = 1, right = 0.7, unseen = false }) {
    Object.assign(this, { version, make, right, unseen, roll: dice(seed), attempt: {}, seen: new Map(), opened: 0, closed: 0, compared: 0, lost: [], faults: [] });
  }

  get frame() { return document.getElementById("course"); }
  get shell() { return this.frame.contentDocument; }
  get win() { return this.shell.querySelector("iframe").contentWindow; }
  get page() { return this.win.document; }

  async open() {
    const name = this.version === "1.2" ? "API" : "API_1484_11";
    this.api = window[name] = this.make(this.attempt, this.opened++ ? "resume" : "ab-initio");
    const frame = document.createElement("iframe");
    frame.id = "course";
    if (this.unseen) frame.style.visibility = "hidden";
    frame.src = "course/index_lms.html";
    document.body.append(frame);
    await wait(() => this.frame.contentWindow.playbook?.shell && this.shell.querySelector("[data-lms=count]")?.textContent, "the shell");
    if (!this.shell.querySelector("[data-lms=start]").hidden) return "start";
    await this.ready();
    return "resumed";
  }

  async begin() {
    this.shell.querySelector("[data-lms=begin]").click();
    await this.ready();
  }

  close() {
    this.frame.remove();
    this.faults.push(...(this.api.faults ?? []));
    return this.api;
  }

  /** The page in the frame is there, its tools are live. */
  async ready() {
    await wait(() => this.win.location.href !== "about:blank" && this.page.readyState === "complete", "a page");
    const { page, win } = this;
    await wait(() => [...page.querySelectorAll("[data-id]")].filter((el) => el.localName.startsWith("pb-")).every((el) => el.hasAttribute("data-live")), "tools of " + win.location.pathname);
    win.dispatchEvent(new win.Event("pointerdown"));
    const button = page.querySelector("[data-pb-read]");
    if (button) await wait(() => button.hasAttribute("aria-pressed"), "the button that marks as read");
    return this.uid;
  }

  get uid() { return this.page?.documentElement?.dataset.uid; }

  /** Goes to a page by the list of lessons. */
  async go(uid) {
    const before = this.win.document;
    this.shell.querySelector("[data-lms=menu]").click();
    this.shell.querySelector(`dialog [data-uid="${uid}"]`).click();
    await wait(() => this.win.document !== before && this.win.document.readyState !== "loading" && this.uid === uid, "the page " + uid);
    await this.ready();
  }

  get uids() {
    return JSON.parse(this.shell.getElementById("pb-config").textContent).course;
  }

  fire(el, ...types) {
    for (const type of types) el.dispatchEvent(new this.win.Event(type, { bubbles: true }));
  }

  tools() {
    return [...this.page.querySelectorAll("[data-id]")].filter((el) => el.localName.startsWith("pb-") && el.offsetParent !== null | el.closest("details:not([open])"));
  }

  /** Answers one tool; wrong answers to some, unless right is 1. */
  async answer(el) {
    const kind = el.localName.slice(3);
    await this["do_" + kind]?.(el);
  }

  do_checklist(el) {
    const boxes = [...el.querySelectorAll("li[data-item] input[type=checkbox]:not([data-field])")];
    // Who misses nothing does a third of the items at once, and the others a week later.
    const now = (i) => (this.round === undefined ? this.roll() < 0.85 : i % 3 === 0 || this.round > 0);
    boxes.forEach((box, i) => { if (!box.disabled && !box.checked && now(i)) box.click(); });
  }

  do_poll(el) {
    const boxes = [...el.querySelectorAll("label[data-item] input")];
    for (let n = 1 + (this.round !== undefined || this.roll() < 0.3); n > 0; n--) {
      boxes[Math.floor(this.roll() * boxes.length)].click();
      const vote = el.querySelector("[data-act=vote]");
      if (!vote.disabled) vote.click();
    }
  }

  do_scorecard(el) {
    const form = el.querySelector("form");
    if (el.dataset.subject !== "self" && form) {
      form.elements.subject.value = "Northgate";
      form.requestSubmit();
    }
    for (const li of el.querySelectorAll("li[data-item]")) {
      const boxes = [...li.querySelectorAll("input[type=radio]")], known = boxes.filter((box) => box.value !== "?");
      // One statement of many may stay open: there is a verdict all the same.
      if (li.matches(":nth-child(7)")) boxes.at(-1).click();
      else known[Math.floor(this.roll() * known.length)].click();
    }
    if (this.round !== undefined || this.roll() < 0.5) el.querySelector("[data-act=keep]")?.click();
  }

  do_journal(el) {
    const field = el.querySelector("textarea");
    field.value = "What happened today";
    this.fire(field, "input", "change");
  }

  do_cards(el) {
    el.querySelector("button[data-view=practise]")?.click();
    for (let n = 0; n < 40; n++) {
      const turn = el.querySelector("[data-act=turn]");
      if (!turn || turn.hidden || turn.closest("[hidden]")) break;
      turn.click();
      el.querySelector(this.roll() < 0.7 ? "[data-act=right]" : "[data-act=wrong]").click();
    }
    el.querySelector("button[data-view=list]")?.click();
  }

  do_quiz(el) {
    el.querySelector("[data-act=again]")?.click();
    for (const li of el.querySelectorAll(".qs > li")) if (!li.hidden) this.#question(li, this.roll() < this.right);
    const finish = el.querySelector("[data-act=finish]");
    if (finish && !finish.disabled) finish.click();
  }

  #question(li, right) {
    const key = li.querySelector(".key > div"), { type } = li.dataset;
    if (type === "number" || type === "text") {
      const field = li.querySelector(".typed input"), p = key.querySelector("[data-value]");
      field.value = !right ? "12" : type === "number" ? String(p.dataset.value) : key.querySelector("[data-word]").textContent;
      return this.fire(field, "input", "change");
    }
    if (type === "single" || type === "multi") {
      const places = [...key.querySelectorAll(":scope > ul > li")].flatMap((o, i) => (o.hasAttribute("data-right") === right ? [i] : []));
      const boxes = [...li.querySelectorAll("fieldset input")];
      for (const box of boxes) if ((type === "single" ? Number(box.value) === places[0] : places.includes(Number(box.value))) && !box.checked && !box.disabled) box.click();
      return undefined;
    }
    const selects = [...li.querySelectorAll("fieldset select")];
    for (const select of selects) {
      const of = Number(select.dataset.of);
      select.value = String(right ? of : selects.length - 1 - of);
      this.fire(select, "change");
    }
    return undefined;
  }

  read() {
    const button = this.page.querySelector("[data-pb-read]");
    if (button && button.getAttribute("aria-pressed") !== "true") button.click();
  }

  /** What the page shows of the learner's answers; words that are not kept are left out. */
  shown() {
    const out = {};
    for (const el of this.tools()) {
      const own = [...el.querySelectorAll("input, select")].filter((f) => f.closest("[data-id]") === el && f.offsetParent !== undefined);
      if (el.localName === "pb-followup" || el.localName === "pb-mix" || el.localName === "pb-journal" || el.localName === "pb-roleplay" || el.localName === "pb-cards") continue;
      if (el.localName === "pb-scorecard" && el.dataset.subject !== "self") continue;
      const typed = (f) => f.matches("[data-field=note], [type=date], [name=subject]");
      out[el.dataset.id] = [
        ...own.filter((f) => !typed(f)).map((f) => `${f.closest("[data-item]")?.dataset.item ?? ""} ${f.dataset.of ?? ""} ${f.type} ${/checkbox|radio/.test(f.type) ? f.value + (f.checked ? " on" : "") : f.value}`).sort(),
        el.querySelector("[data-slot=best]")?.textContent ?? "",
      ];
    }
    for (const el of this.page.querySelectorAll("pb-cards")) out[el.dataset.id] = [...el.querySelectorAll("[data-slot=box]")].map((b) => b.textContent);
    out.read = this.page.querySelector("[data-pb-read]")?.getAttribute("aria-pressed") ?? "";
    out.stand = this.page.querySelector("[data-pb-stand]")?.className ?? "";
    return JSON.stringify(out);
  }

  note() { this.seen.set(this.uid, this.shown()); }

  /** Compares the page with what was noted of it. */
  check() {
    const was = this.seen.get(this.uid);
    this.compared += was?.split(",").length ?? 0;
    if (was !== undefined && was !== this.shown()) this.lost.push(`${this.uid}\n  was ${was}\n  is  ${this.shown()}`);
  }

  /** What the list of lessons says of each. */
  get status() {
    this.shell.querySelector("[data-lms=menu]").click();
    const dialog = this.shell.querySelector("dialog"), rows = [...dialog.querySelectorAll("[data-uid] small")].map((el) => el.textContent);
    [...dialog.querySelectorAll("button")].at(-1).click();
    return rows.join();
  }

  notes() {
    return [...this.shell.querySelectorAll("[data-note]")].map((n) => n.dataset.note);
  }

  /**
   * Closes the course, opens it again, and looks whether it is where it was. Platforms
   * close a course by taking away its frame, or by showing another page there.
   */
  async again() {
    const uid = this.uid, status = this.status;
    this.note();
    if (this.closed++ % 2) {
      const { shell } = this;
      this.frame.contentWindow.location.replace("about:blank");
      await wait(() => this.shell !== shell, "another page");
    }
    this.close();
    await this.open();
    if (this.uid !== uid) this.lost.push(`resumed at ${this.uid}, not at ${uid}`);
    if (this.status !== status) this.lost.push(`resumed with "${this.status}", not "${status}"`);
    this.check();
  }

  /**
   * Does a whole course, in the order of its pages, closing it at so many random points
   * in between; the final quiz fails once before it is passed. Then looks at every page
   * again.
   */
  async whole(closings) {
    if ((await this.open()) !== "start") throw new Error("a new learner is not offered a start");
    await this.begin();
    const { lessons, final } = this.uids, pages = [...lessons, ...(final ? [final] : [])];
    // A page can be left after each thing that is answered there, and at its end.
    const places = (page) => page.widgets.length + 1, steps = pages.reduce((sum, page) => sum + places(page), 0);
    const at = new Set();
    while (at.size < Math.min(closings, steps)) at.add(Math.floor(this.roll() * steps));
    let step = 0;
    for (const page of pages) {
      if (this.uid !== page.uid) await this.go(page.uid);
      const tools = this.tools().map((el) => el.dataset.id), last = step + places(page) - 1;
      const find = (id) => this.page.querySelector(`[data-id="${CSS.escape(id)}"]`);
      for (const id of tools) {
        await this.answer(find(id));
        if (step < last && at.delete(step++)) await this.again();
      }
      await this.pass(find, tools);
      this.read();
      this.note();
      for (step = Math.min(step, last); step <= last; step++) if (at.delete(step)) await this.again();
    }
    this.close();
    const kept = { ...this.attempt };
    await this.open();
    for (const { uid } of pages) {
      if (this.uid !== uid) await this.go(uid);
      this.check();
    }
    this.close();
    return { kept, lost: this.lost, faults: this.faults, closed: this.closed, compared: this.compared, characters: (this.attempt["cmi.suspend_data"] ?? "").length };
  }

  /**
   * Misses nothing in a whole course: answers everything, each page on another day. In a
   * second round, a week later, follows it through: ticks what was left open, and
   * practises the cards again. Further rounds do everything once more. Gives the characters of
   * the state after each round.
   */
  async longest(rounds) {
    window.later = 0; // days, see the test's clock
    await this.open();
    await this.begin();
    const { lessons, final } = this.uids, pages = [...lessons, ...(final ? [final] : [])], characters = [];
    for (this.round = 0; this.round < rounds; this.round++) {
      for (const { uid } of pages) {
        if (this.uid !== uid) await this.go(uid);
        const tools = this.tools().map((el) => el.dataset.id), find = (id) => this.page.querySelector(`[data-id="${CSS.escape(id)}"]`);
        for (const id of tools) if (this.round !== 1 || find(id).matches("pb-checklist, pb-cards")) await this.answer(find(id));
        if (this.round === 0) await this.pass(find, tools);
        this.read();
        window.later += 1 + Math.floor(this.roll() * 2);
      }
      await this.again();
      window.later += 7;
      characters.push(this.attempt["cmi.suspend_data"].length);
    }
    this.close();
    return characters;
  }

  /**
   * Opens the course where a platform cuts the state off one character before its end,
   * again and again, until there is nothing left to leave out. Gives what the learner is
   * told each time.
   */
  async shorter() {
    const told = [];
    const whole = this.make;
    for (;;) {
      const { length } = this.attempt["cmi.suspend_data"];
      this.make = (attempt) => whole(attempt, length - 1);
      await this.open();
      const rows = this.status, other = this.uids.lessons.find((l) => l.uid !== this.uid).uid;
      await this.go(other);
      await wait(() => this.notes().some((n) => n === "dropped" || n === "unkept"), "a note");
      if (this.status !== rows) this.lost.push(`the list was "${rows}", is "${this.status}"`);
      const note = this.shell.querySelector("[data-note=dropped] p")?.textContent;
      const isUnkept = this.notes().includes("unkept");
      this.close();
      if (isUnkept) return told;
      told.push(note);
    }
  }

  /** Takes the quizzes of a page again until they are passed. */
  async pass(find, tools) {
    const right = this.right;
    for (const id of tools.filter((t) => find(t).localName === "pb-quiz")) {
      this.right = 1;
      const last = this.uids.final?.uid === this.uid ? 1 : 0; // all right in the end
      for (let n = 0; n < 3 && (find(id).answered !== true || n < last); n++) await this.answer(find(id));
    }
    this.right = right;
  }
}

window.Learner = Learner;
