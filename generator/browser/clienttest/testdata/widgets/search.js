// A substitute for the search client: it defines the same function and opens on the event.
import { h } from "lib/dom.js";

window.playbook.search = async (text, { limit = 10 } = {}) => ({ results: [{ url: "a.html", id: "", title: text, heading: "" }].slice(0, limit), total: 1 });
document.addEventListener("pb-search-open", () => document.body.append(h("dialog", { open: true, id: "found" }, "search here", h("button", { onclick: () => document.getElementById("found").remove() }, "x"))));
