// The light-or-dark button. If the reader chooses the theme that the system uses, the
// choice is deleted and the page follows the system again.

import { announce, config, t } from "./lib/page.js";
import { storage } from "./lib/storage.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const { dataset } = document.documentElement;
const system = () => (dark.matches ? "dark" : "light");

function show(theme) {
  if (theme === "light" || theme === "dark") dataset.theme = theme;
  else delete dataset.theme;
}

/** Makes every [data-pb-theme] switch the theme, and follows other tabs. */
export function startTheme() {
  const key = `playbook:${config().site}:theme`;
  document.addEventListener("click", (e) => {
    if (!e.target.closest?.("[data-pb-theme]")) return;
    const next = (dataset.theme ?? system()) === "dark" ? "light" : "dark";
    show(next === system() ? null : next);
    announce(t("theme_" + next));
    try {
      if (dataset.theme) storage().setItem(key, next);
      else storage().removeItem(key);
    } catch {
      // without storage, the choice applies until the reader leaves the page
    }
  });
  addEventListener("storage", (e) => {
    if (e.key === key) show(e.newValue);
  });
}
