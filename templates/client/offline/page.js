// On every page of a site with offline reading: says when the page is a copy, and
// registers the worker (sw.js) once the page is at rest. Does nothing from file:// or
// without a secure connection, where there are no workers.

import { h } from "../lib/dom.js";
import { load, locale, root, scriptURL, words } from "../lib/page.js";

const workers = navigator.serviceWorker;

/** The day of the copy from which this page came; undefined if it came from the network. */
const copied = performance.getEntriesByType("navigation")[0]?.serverTiming?.find((x) => x.name === "copy")?.description;

async function note() {
  const t = words("offline");
  await load("kit");
  const day = playbook.lib.dates.formatDate(new Date(copied).toISOString().slice(0, 10), locale());
  document.querySelector("main")?.prepend(h("div", { class: "note pb-banner pb-offline", role: "status" }, h("b", {}, t("title")), h("p", {}, t("copy", day))));
}

/** Says once a visit that this device could not store a copy, if it has none. */
function failed() {
  try {
    if (sessionStorage.getItem("pb-offline")) return;
    sessionStorage.setItem("pb-offline", "1");
  } catch {
    // storage is blocked: said again on the next page
  }
  document.querySelector("main")?.append(h("div", { class: "note pb-banner pb-offline", role: "status" }, h("p", {}, words("offline")("failed"))));
}

async function register() {
  const { active, installing, waiting } = await workers.register(scriptURL(root() + "sw.js"));
  if (!copied) waiting?.postMessage("take over");
  if (!active) installing?.addEventListener("statechange", () => installing.state === "redundant" && failed());
}

if (copied && !location.pathname.endsWith("/offline.html")) note().catch(() => {}); // offline.html says so itself
if (workers && location.protocol !== "file:" && !navigator.connection?.saveData) {
  const rest = () => (window.requestIdleCallback ?? setTimeout)(() => register().catch(() => {})); // the site works without it
  if (document.readyState === "complete") rest();
  else addEventListener("load", rest, { once: true });
}
