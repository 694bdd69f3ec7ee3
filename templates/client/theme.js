// Runs before anything is drawn, so that no page flashes in the wrong colors. Marks
// that there is script, and which theme the reader chose (none: the system's).
import { storage } from "./lib/storage.js";

(() => {
  const { dataset } = document.documentElement;
  dataset.js = "";
  try {
    const theme = storage().getItem(`playbook:${dataset.site}:theme`);
    if (theme === "light" || theme === "dark") dataset.theme = theme;
  } catch {
    // storage is blocked: use the system's theme
  }
})();
