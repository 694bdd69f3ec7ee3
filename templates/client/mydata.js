// The "my data" page: what this browser stores for the reader, in plain words, and how
// to export, import or erase it. Every part is drawn again in its section when the data
// changes; the focus stays on its element.

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

/** One section: a heading, and a body that draw(body, redraw) draws. */
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
      // A part that fails must not stop the others: export and erase must work.
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

/** Draws every section except the import's preview, which stays until the reader answers it. */
function redraw() {
  for (const { again } of sections) again();
}

const mount = document.querySelector('[data-pb-page="my-data"]');
mount?.append(...sections.map((s) => s.part));
redraw();
// Undo is lost when the reader leaves the page, see mydata/forget.js.
whenChangedElsewhere(redraw);
