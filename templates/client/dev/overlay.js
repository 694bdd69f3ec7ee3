// The findings of a build with errors, on top of the last good page: the author's lines,
// the marks below them, and a button to close. They disappear when the errors are fixed.

import { make } from "./make.js";

let panel, dismissed = 0;

/** Shows the errors of a state, or removes the panel. */
export function showFindings(state) {
  const list = state.findings.filter((f) => f.severity === "error");
  const rest = state.errors - list.length;
  const open = panel?.contains(document.activeElement);
  panel?.remove();
  panel = null;
  if (!state.errors || dismissed === state.build) return;
  const close = make("button", { type: "button", class: "pb-dev-close", "aria-label": "Close" }, "×");
  panel = make("section", { class: "pb-dev-overlay", role: "alert", "aria-label": "Mistakes in the playbook", tabindex: "-1" },
    make("header", {}, make("h2", {}, state.errors === 1 ? "One mistake" : `${state.errors} mistakes`),
      make("p", {}, state.good ? "The page below is the last good one." : "There is no good page yet."), close),
    make("ol", {}, ...list.map(finding)),
    rest > 0 ? make("p", { class: "pb-dev-more" }, `and ${rest} more; the terminal has them all`) : null);
  const shut = () => {
    dismissed = state.build;
    panel?.remove();
    panel = null;
  };
  close.addEventListener("click", shut);
  panel.addEventListener("keydown", (e) => e.key === "Escape" && shut());
  document.body.append(panel);
  if (open) panel.focus({ preventScroll: true });
}

/** One finding as the terminal prints it. */
export function finding(f) {
  const place = f.path + (f.line ? `:${f.line}${f.col ? `:${f.col}` : ""}` : "");
  return make("li", { class: "pb-dev-finding" },
    make("p", { class: "pb-dev-place" }, make("b", {}, place), " ", make("small", {}, f.code)),
    make("p", { class: "pb-dev-message" }, f.message),
    f.line && f.excerpt ? excerpt(f) : null,
    f.hint ? make("p", { class: "pb-dev-hint" }, f.hint) : null);
}

/** The author's line with its number, the finding marked; columns count code points. */
function excerpt(f) {
  const first = f.excerptCol || 1;
  const text = [...f.excerpt];
  const from = Math.max(0, (f.col || first) - first);
  const to = Math.max(from + 1, (f.end || f.col + 1) - first);
  const cells = (part) => part.map((c) => (c === "\t" ? "  " : c)).join("");
  const lead = cells(text.slice(0, from)), hit = cells(text.slice(from, to)) || " ";
  const number = String(f.line).padStart(4);
  const line = make("code", {}, make("span", { class: "pb-dev-no" }, number + " "), first > 1 ? "…" : "", lead,
    make("mark", {}, hit), cells(text.slice(to)), "\n",
    make("span", { class: "pb-dev-caret", "aria-hidden": "true" }, " ".repeat(5 + (first > 1 ? 1 : 0) + [...lead].length) + "^" + "~".repeat([...hit].length - 1)));
  return make("pre", {}, line);
}
