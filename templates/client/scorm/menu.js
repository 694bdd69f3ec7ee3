// The list of a course's pages as a dialog: the progress of each, and starting over.

import { h } from "lib/dom.js";

/** An icon of the shell. */
function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), u = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  u.setAttribute("href", "#pbi-" + name);
  svg.append(u);
  return svg;
}

function row(shell, page, dialog) {
  const { course, t } = shell, stand = course.stand.pages.find((p) => p.page === page), locked = stand ? shell.isLocked(page) : false;
  const mark = stand?.done ? icon("check") : locked ? icon("lock") : "";
  const open = () => {
    shut(dialog);
    shell.show(page);
  };
  return h("li", {}, h("button", { type: "button", onclick: open, disabled: locked, "aria-current": page === shell.current && "true", "data-uid": page.uid },
    h("span", {}, mark), h("span", { lang: page.lang }, page.title), h("small", {}, shell.stateOf(page) || (page.min ? t("minutes", page.min) : ""))));
}

/** Closes the list at once; a dialog's close event comes later. */
function shut(dialog) {
  dialog.close();
  dialog.remove();
}

/** Asks before starting over, which cannot be undone. */
function restarting(shell, dialog) {
  const { t } = shell, box = h("div", {});
  const ask = () => {
    const yes = () => {
      shut(dialog);
      shell.restart();
    };
    box.replaceChildren(h("p", {}, t("restart_ask")), h("p", { class: "row" },
      h("button", { type: "button", class: "btn", onclick: yes, "data-lms": "restart-yes" }, t("restart_yes")), h("button", { type: "button", class: "btn bare", onclick: first }, t("cancel"))));
    box.querySelector("button").focus();
  };
  const first = () => box.replaceChildren(h("button", { type: "button", class: "btn bare", onclick: ask, "data-lms": "restart" }, t("restart")));
  first();
  return box;
}

export function openMenu(shell) {
  const { t, pages } = shell, { about, session, begun } = shell.course;
  const dialog = h("dialog", { class: "lms-menu", "aria-labelledby": "lms-menu-h", onclose: () => dialog.remove() });
  const list = (of) => h("ol", { class: "lms-list" }, of.map((page) => row(shell, page, dialog)));
  dialog.append(
    h("h2", { id: "lms-menu-h" }, t("contents")), list(pages),
    ...(about.more.length ? [h("h3", {}, t("more")), list(about.more)] : []),
    h("p", { class: "quiet" }, t("keeps")),
    ...(begun && session.writes ? [restarting(shell, dialog)] : []),
    h("p", {}, h("button", { type: "button", class: "btn", onclick: () => shut(dialog) }, t("close"))));
  document.body.append(dialog);
  dialog.showModal();
}
