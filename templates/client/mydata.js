// The "my data" page: what this browser keeps for the reader, in plain words, and
// how to take it along, bring it back or be rid of it. Every part draws itself
// anew into its section when the data changes; focus returns to where it was.

import { h } from "./lib/dom.js";
import { whenChangedElsewhere } from "./lib/elsewhere.js";
import { config, words } from "./lib/page.js";
import { drawForget } from "./mydata/forget.js";
import { drawKept } from "./mydata/kept.js";
import { drawMove } from "./mydata/move.js";
import { drawRest } from "./mydata/rest.js";
import { drawProfiles } from "./mydata/profiles.js";
import { drawOld } from "./mydata/old.js";
import { drawMisses } from "./search/misses.js";

const t = words("mydata");

/** One section: a heading, a body that is drawn again by draw(body, redraw). */
function section(name, draw) {
  const body = h("div", { class: "pb-data-body" });
  const part = h("section", { class: "leg", "data-part": name, "aria-labelledby": `pb-data-${name}` },
    h("header", {}, h("h2", { id: `pb-data-${name}` }, t(name))), body);
  const again = () => {
    const focus = document.activeElement?.closest?.("[data-key]")?.dataset.key;
    body.replaceChildren();
    try {
      draw(body, { t, redraw });
    } catch (e) {
      // One part that fails takes no other with it: export and erase must work.
      console.error(e.message);
      body.append(h("p", { class: "pb-data-none" }, t("failed")));
    }
    if (focus && part.contains(document.activeElement) === false) body.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
  };
  return { part, again };
}

const sections = [
  ["kept", drawKept], ["forget", drawForget], ...(config().forget ? [["old", drawOld]] : []), ["take", drawMove], ["rest", drawRest], ["misses", drawMisses], ["profiles", drawProfiles],
].map(([name, draw]) => section(name, draw));

/** Draws every section but the import's preview, which stands until it is answered. */
function redraw() {
  for (const { again } of sections) again();
}

const mount = document.querySelector('[data-pb-page="my-data"]');
mount?.append(...sections.map((s) => s.part));
redraw();
// What could be put back is given up when the page is left, see mydata/forget.js.
whenChangedElsewhere(redraw);
