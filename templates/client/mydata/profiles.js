// Profiles, for a shared machine. Each has its own records. Every page that is opened
// from now on uses the chosen one.

import { store } from "../lib/book.js";
import { h } from "../lib/dom.js";
import { choose, profiles } from "../lib/profiles.js";

export function drawProfiles(body, { t }) {
  const { profile } = store();
  const use = (name) => {
    choose(store(), name);
    location.reload();
  };
  const select = h("select", { "data-key": "profile", "data-act": "profile", onchange: () => use(select.value) },
    profiles(store()).map((name) => h("option", { value: name, selected: name === profile }, name === "me" ? t("profile_me") : name)));
  const name = h("input", { type: "text", maxlength: "40", autocomplete: "off", "data-key": "new-profile" });
  const add = (e) => {
    e.preventDefault();
    if (name.value.trim()) use(name.value.trim());
  };
  body.append(
    h("p", {}, t("profiles_more")),
    h("p", {}, h("label", {}, t("profile_now"), " ", select)),
    h("form", { onsubmit: add }, h("label", {}, t("profile_new"), " ", name), " ", h("button", { class: "btn", "data-act": "add-profile" }, t("profile_add"))));
}
