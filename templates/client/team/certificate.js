// Shows the sign-offs that the reader has received from a manager. A sign-off of a whole
// path, signed with the manager's key, is a certificate: a page to print and a file that
// verify.html can check.

import { store } from "../lib/book.js";
import { h } from "../lib/dom.js";
import { copy, download } from "../lib/handover.js";
import { canonical } from "../lib/merge.js";
import { paper } from "../lib/paper.js";
import { config, root } from "../lib/page.js";
import { code, pack } from "./format.js";
import { button, day, nameOf } from "./look.js";

/** The sign-off as it was signed: without level, which this page added. */
export const bare = ({ level, ...s }) => s;

const siteTitle = () => document.querySelector(".word span")?.textContent.trim() ?? store().site;

/** The certificate as a page. */
export function certificate(s, t) {
  return h("article", { class: "pb-cert", "aria-label": t("certificate") },
    h("p", { class: "eyebrow" }, siteTitle()), h("h3", {}, t("certificate")), h("p", { class: "who" }, s.name), h("p", {}, t("cert_done")), h("p", { class: "what" }, s.title),
    h("p", {}, [s.lessons && t("cert_lessons", s.lessons), s.since && t("cert_since", day(s.since)), s.done && t("cert_on", day(s.done))].filter(Boolean).join(" · ")),
    s.note && h("p", { class: "pre" }, s.note), h("p", { class: "by" }, t("cert_by", s.by, day(s.on))), h("p", { class: "sum" }, t("cert_check"), " ", h("code", {}, s.sum.slice(0, 16))));
}

/** A row for one sign-off. If the sign-off is a certificate, the row shows the certificate and its buttons. */
export function certificateRow(s, facts, t) {
  const name = s.title || nameOf(s.what, facts), earned = s.level === 2 && s.what.startsWith("path/");
  const row = h("div", { class: "pb-signoff", "data-what": s.what }, h("p", { class: "pb-ok" }, h("b", {}, name), " ", t("signed_by", s.by, day(s.on)), " ", t("level_" + (s.level ?? "unknown"))), s.note && h("p", { class: "pre" }, s.note));
  if (!earned) return row;
  const page = certificate(s, t);
  row.append(page, h("p", { class: "row noprint" }, button(t("cert_print"), "cert-print", () => paper(page, () => {})),
    button(t("cert_file"), "cert-file", () => download(`certificate-${store().site}-${s.name}.json`.replace(/[^\p{L}\p{N}._-]+/gu, "-"), canonical(bare(s)) + "\n", "application/json")),
    button(t("cert_link"), "cert-link", async () => {
      const letters = await pack(bare(s)), link = `${new URL(config().pages?.verify ?? "verify.html", root()).href}#c=${letters}`;
      await copy(link.length < 8000 ? link : code(letters), { label: t("copy_by_hand"), close: t("close") });
    })));
  return row;
}
