// The daily practice: questions and cards of learnt lessons, one at a time, none twice a day. The page contains everything
// that can be asked, by lesson (data-pb-pool) and widget (data-pb-kind, data-widget), each item with data-item. A kind's
// script practice.js asks one item:
//
//   window.playbook.practice["quiz"] = (el, done) => { … }   done(true | false), once
//
// The answer goes to the widget's log, see lib/leitner.js.

import { store } from "./lib/book.js";
import { formatDate, today } from "./lib/dates.js";
import { h } from "./lib/dom.js";
import { isLearnt, standing } from "./lib/done.js";
import { review } from "./lib/leitner.js";
import { announce, config, loadQuietly, locale, root, words } from "./lib/page.js";
import { daily, minutesFor } from "./standing/daily.js";

const t = words("practice");
const mount = document.querySelector('[data-pb-page="practice"]');
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** The items on the page that can be asked now. */
function items() {
  const learnt = ({ dataset }) => isLearnt(standing(dataset.pbPool, { asks: dataset.asks.split(",").filter(Boolean) }).state);
  return all("[data-pb-pool]").filter(learnt).flatMap((pool) =>
    all("[data-pb-kind]", pool).flatMap((frame) => all("[data-item]", frame).map((el) => ({
      uid: pool.dataset.pbPool, widget: frame.dataset.widget, kind: frame.dataset.pbKind, item: el.dataset.item, rev: Number(el.dataset.rev) || 1, pool, frame, el,
    }))));
}

/** Shows only one item, or none. */
function only(item) {
  for (const pool of all("[data-pb-pool]")) pool.classList.toggle("now", pool === item?.pool);
  if (!item) return;
  for (const frame of all("[data-pb-kind]", item.pool)) frame.hidden = frame !== item.frame;
  for (const el of all("[data-item]", item.frame)) el.hidden = el !== item.el;
}

const panel = (title, ...more) => h("div", { class: "none" }, h("h2", { tabindex: "-1" }, title), more);

/** Nothing to ask: no lesson is learnt, or today's items are done. */
function empty(found, { asked, next }) {
  only(null);
  const home = document.querySelector(".word")?.href;
  if (!found) return panel(t("none_yet"), h("p", {}, t("none_yet_more")), home && h("p", {}, h("a", { class: "btn go", href: home }, t("to_home"))));
  return panel(t(asked ? "done_today" : "none_today"), h("p", {}, next ? t("next_on", formatDate(next, locale(), { weekday: "long", day: "numeric", month: "long" })) : t("none_left")),
    config().pages?.progress && h("p", {}, h("a", { class: "btn", href: root() + config().pages.progress }, t("to_progress"))));
}

class Session {
  #at = 0;
  #right = 0;

  constructor(list) {
    this.list = list;
    this.bar = h("span", { class: "tally", "aria-hidden": "true" }, list.map(() => h("i")));
    this.place = h("span", { class: "num" });
    this.button = h("button", { type: "button", class: "btn go", hidden: true, onclick: () => this.#next() });
    this.said = h("p", { class: "said" });
  }

  start() {
    const n = this.list.length;
    mount.replaceChildren(h("div", { class: "daybar" }, h("h2", { tabindex: "-1" }, t("today", n, minutesFor(n))), h("p", {}, this.place, " ", this.bar)));
    this.foot = h("div", { class: "dayfoot", role: "group", "aria-label": t("answer_group") }, this.said, this.button);
    this.#show();
  }

  get item() {
    return this.list[this.#at];
  }

  #show() {
    const { item } = this;
    only(item);
    item.pool.append(this.foot);
    this.place.textContent = t("place", this.#at + 1, this.list.length);
    this.said.textContent = "";
    this.button.hidden = true;
    window.playbook.practice[item.kind](item.el, (right) => this.#answered(item, right));
  }

  #answered(item, right) {
    review(store().lesson(item.uid).widget(item.widget), item.item, { right, at: Date.now(), on: today(), rev: item.rev });
    if (right) this.#right++;
    this.bar.children[this.#at].className = right ? "on" : "";
    this.said.textContent = t(right ? "up" : "back");
    announce(this.said.textContent);
    this.button.textContent = t(this.#at + 1 < this.list.length ? "next" : "finish");
    this.button.hidden = false;
  }

  #next() {
    if (++this.#at < this.list.length) {
      this.#show();
      this.item.el.querySelector("input, select, button, summary")?.focus();
      announce(this.place.textContent);
      return;
    }
    this.foot.remove();
    const found = items();
    mount.replaceChildren(h("p", { class: "result" }, t("right_of", this.#right, this.list.length)), empty(found.length, daily(found)));
    mount.querySelector("h2").focus();
    announce(mount.querySelector(".result").textContent);
  }
}

async function start() {
  const found = items(), today = daily(found);
  if (!today.list.length) {
    mount.replaceChildren(empty(found.length, today));
    return;
  }
  window.playbook.practice ??= Object.create(null);
  await Promise.all([...new Set(today.list.map((i) => i.kind))].map((kind) => loadQuietly(kind + "-practice")));
  const list = today.list.filter((i) => window.playbook.practice[i.kind]);
  if (list.length) new Session(list).start();
}

start();
