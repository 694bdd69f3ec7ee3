// The parts of a checklist that are shown only when needed.

import { h } from "lib/dom.js";
import { accounts, runs } from "./ledger.js";
import { parts } from "./parts.js";

const { isOld } = parts();
const EARLIER = 24; // earlier runs shown; exports have all

/** Marks an answer to an earlier revision for review. */
export function drawOld(list, item, answer, blank) {
  const old = !blank && isOld(item, answer);
  let note = item.li.querySelector("[data-slot=old]");
  if (!old) return void note?.remove();
  if (!note) item.li.append((note = h("p", { class: "help", "data-slot": "old" })));
  list.put(note, list.t(answer.at ? "review" : "review_undated", answer.at ? list.moment(answer.at) : ""));
}

/** Shows what is wrong with an item's evidence, beside its field. */
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

/** The accounts of a list: a field for a name, and the known ones to choose. */
export function drawAccounts(list) {
  let bar = list.slot("accounts");
  if (!bar) {
    const id = list.id + "-account";
    bar = h("div", { class: "accounts", "data-slot": "accounts" },
      h("form", {}, h("label", { for: id }, list.t("account")), h("input", { id, name: "account", autocomplete: "off", maxlength: "200" }), h("button", { class: "btn" }, list.t("open"))),
      h("div", { class: "seg", role: "group", "aria-label": list.t("accounts") }), h("p", { class: "first", id: id + "-first" }));
    bar.querySelector("input").setAttribute("aria-describedby", id + "-first");
    list.querySelector(":scope > header").after(bar);
  }
  const all = accounts(list.state);
  // The boxes do nothing until an account is chosen. They look disabled, and a message
  // says so.
  const idle = !list.account, seg = bar.querySelector(".seg");
  list.toggleAttribute("data-idle", idle);
  list.put(bar.lastChild, idle ? list.t("name_first") : "");
  seg.hidden = all.length === 0;
  const known = new Map([...seg.children].map((b) => [b.value, b]));
  for (const { id, name } of all) {
    const button = known.get(id) ?? h("button", { type: "button", value: id, "data-act": "account" });
    known.delete(id);
    list.put(button, name);
    button.setAttribute("aria-pressed", String(id === list.account));
    if (!button.isConnected) seg.append(button);
  }
  for (const gone of known.values()) gone.remove();
  list.put("for", all.find((a) => a.id === list.account)?.name ?? "");
}

/** The earlier runs with their results. */
export function drawEarlier(list, run) {
  const past = runs(list.state).filter((r) => r.account === list.account && r.id !== run.id && r.end);
  let box = list.slot("earlier");
  if (!past.length) return void box?.remove();
  if (!box) {
    box = h("details", { class: "earlier", "data-slot": "earlier" }, h("summary"), h("ul"));
    list.querySelector(":scope > footer").before(box);
  }
  list.put(box.firstChild, list.t("earlier", past.length));
  box.lastChild.replaceChildren(...past.slice(0, EARLIER).map((r) => h("li", {}, h("b", {}, shortName(r)), " ", endText(list, r.end))));
}

const shortName = (r) => (r.account ? r.id.slice(r.account.length + 1) : r.id).replace(/^all\.?/, "") || String(r.start ?? "");

function endText(list, { done, of, complete, on }) {
  const figure = typeof done === "number" && typeof of === "number" && of > 0 ? list.t("done", done, of) : list.t("nothing");
  return [figure, complete === true && list.t("complete"), typeof on === "string" && list.t("ended", on)].filter(Boolean).join(", ");
}
