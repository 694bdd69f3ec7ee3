// A small badge in the corner: whether the page is a draft, how long the build took,
// its warnings, and why the output folder was not updated.

import { make } from "./make.js";
import { finding } from "./overlay.js";

let badge;

const time = (ms) => (ms < 10 ? ms.toFixed(1) + " ms" : ms < 1000 ? Math.round(ms) + " ms" : (ms / 1000).toFixed(1) + " s");

/** Shows the badge for a state; draft says that this page is one. */
export function showBadge(state, draft) {
  const wasOpen = badge?.open;
  const held = badge?.contains(document.activeElement);
  badge?.remove();
  const warnings = state.findings.filter((f) => f.severity === "warning");
  const parts = [make("span", { class: "pb-dev-time" }, time(state.ms))];
  if (draft) parts.unshift(make("b", { class: "pb-dev-draft" }, "Draft"));
  if (state.warnings) parts.push(make("span", { class: "pb-dev-warn" }, state.warnings === 1 ? "1 warning" : `${state.warnings} warnings`));
  if (state.withheld.length) parts.push(make("span", { class: "pb-dev-warn" }, "output not updated"));
  const details = [...state.withheld, ...warnings];
  badge = make("details", { class: "pb-dev-badge" }, make("summary", { "aria-label": "Live preview" }, ...parts),
    make("div", {}, draft ? make("p", {}, "This page is a draft: it is shown here and left out of the output.") : null,
      state.withheld.length ? make("p", {}, "A build without drafts has mistakes, so the output folder stays as it is:") : null,
      details.length ? make("ol", {}, ...details.map(finding)) : make("p", {}, "No warnings.")));
  badge.open = Boolean(wasOpen);
  document.body.append(badge);
  if (held) badge.querySelector("summary").focus({ preventScroll: true });
}
