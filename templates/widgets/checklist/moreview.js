// The parts of a checklist that a page shows only when there is a use for them.

import { h } from "lib/dom.js";
import { locale } from "lib/page.js";
import { accounts, runs } from "./ledger.js";
import { parts } from "./parts.js";

const { isOld, moment, percent, put } = parts();
const EARLIER = 24; // earlier runs shown; exports have all

/** An answer to an earlier revision asks for review. */
export function drawOld(list, item, answer, blank) {
  const old = !blank && isOld(item, answer);
  let note = item.li.querySelector("[data-slot=old]");
  if (!old) return void note?.remove();
  if (!note) item.li.append((note = h("p", { class: "help", "data-slot": "old" })));
  put(note, list.t(answer.at ? "review" : "review_undated", answer.at ? moment(answer.at) : ""));
}

/** What is wrong with an item's evidence, beside its field. */
export function drawBad(list, { evidence, li, box, field }, bad) {
  if (bad) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  let hint = li.querySelector("[data-slot=bad]");
  if (bad && !hint) {
    hint = h("p", { class: "help late", "data-slot": "bad", id: `${box.id}-bad` }, list.t("bad_" + evidence));
    field.setAttribute("aria-describedby", hint.id);
    field.after(hint);
  } else if (!bad && hint) {
    hint.remove();
    field.removeAttribute("aria-describedby");
  }
}

/** The offer to take a reset back. */
export function drawUndo(list, on) {
  list.querySelector("[data-slot=undo]")?.remove();
  if (on) {
    list.querySelector("footer").prepend(h("span", { class: "undo", "data-slot": "undo" }, list.t("new_run"), " ",
      h("button", { type: "button", class: "btn", "data-act": "undo" }, list.t("undo"))));
  }
}

/** The accounts of a list kept for each: a name to type, the known ones to choose. */
export function drawAccounts(list) {
  let bar = list.querySelector("[data-slot=accounts]");
  if (!bar) {
    const id = list.id + "-account";
    bar = h("div", { class: "accounts", "data-slot": "accounts" },
      h("form", {}, h("label", { for: id }, list.t("account")), h("input", { id, name: "account", autocomplete: "off", maxlength: "200" }), h("button", { class: "btn" }, list.t("open"))),
      h("div", { class: "seg", role: "group", "aria-label": list.t("accounts") }));
    list.querySelector(":scope > header").after(bar);
  }
  const all = accounts(list.state, locale());
  const seg = bar.lastChild;
  seg.hidden = all.length === 0;
  const known = new Map([...seg.children].map((b) => [b.value, b]));
  for (const { id, name } of all) {
    const button = known.get(id) ?? h("button", { type: "button", value: id, "data-act": "account" });
    known.delete(id);
    put(button, name);
    button.setAttribute("aria-pressed", String(id === list.account));
    if (!button.isConnected) seg.append(button);
  }
  for (const gone of known.values()) gone.remove();
  put(list.querySelector("[data-slot=for]"), all.find((a) => a.id === list.account)?.name ?? "");
}

/** The runs before this one, with what they amounted to. */
export function drawEarlier(list, run) {
  const past = runs(list.state).filter((r) => r.account === list.account && r.id !== run.id && r.end);
  let box = list.querySelector("[data-slot=earlier]");
  if (!past.length) return void box?.remove();
  if (!box) {
    box = h("details", { class: "earlier", "data-slot": "earlier" }, h("summary"), h("ul"));
    list.querySelector(":scope > footer").before(box);
  }
  put(box.firstChild, list.t("earlier", past.length));
  box.lastChild.replaceChildren(...past.slice(0, EARLIER).map((r) => h("li", {}, h("b", {}, shortName(r)), " ", endText(list, r.end))));
}

const shortName = (r) => (r.account ? r.id.slice(r.account.length + 1) : r.id).replace(/^all\.?/, "") || String(r.start ?? "");

function endText(list, { done, of, share, complete, on }) {
  const figure = typeof share === "number" && typeof done === "number" && typeof of === "number" ? list.t("done", done, of, percent(share)) : list.t("nothing");
  return [figure, complete === true && list.t("complete"), typeof on === "string" && list.t("ended", on)].filter(Boolean).join(", ");
}

/** What belongs to removed items of this list; the first list of a page also shows what removed lists left. */
export function drawOrphans(list, all) {
  const first = document.querySelector("pb-checklist") === list;
  const here = new Set([...document.querySelectorAll("[data-id]")].map((el) => el.dataset.id));
  const own = all.filter((o) => o.widget === list.dataset.id || (first && !here.has(o.widget)));
  const notes = own.filter((o) => /\/(note|value|state)$/.test(o.key) || o.widget !== list.dataset.id);
  let box = list.querySelector("[data-slot=orphans]");
  if (!notes.length) return void box?.remove();
  if (!box) {
    box = h("details", { class: "earlier", "data-slot": "orphans" }, h("summary"), h("ul"), h("button", { type: "button", class: "btn", "data-act": "export" }, list.t("export")));
    list.querySelector(":scope > footer").before(box);
  }
  put(box.firstChild, list.t("orphans", notes.length));
  box.children[1].replaceChildren(...notes.slice(0, 200).map((o) => h("li", {}, h("b", {}, itemOf(o)), " ", say(list, o.x))));
}

const itemOf = ({ widget, key }) => /\/@([^/]+)/.exec(key)?.[1] ?? `${widget}: ${key}`;

const say = (list, x) => (x?.state === "done" ? list.t("word_done") : x?.state === "na" ? list.t("word_na") : typeof x === "string" || typeof x === "number" ? String(x) : JSON.stringify(x));
