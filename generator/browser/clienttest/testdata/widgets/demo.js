// A widget as kinds are written: HTML first, state through the store, events out.
import { PlaybookElement, define } from "lib/element.js";
import { parseNumber } from "lib/number.js";
import { writeCSV } from "lib/csv.js";

define("demo", class extends PlaybookElement {
  start() {
    this.on("change", "input[type=checkbox]", (e, box) => {
      const item = box.closest("[data-item]").dataset.item;
      this.state.set(`@${item}/done`, box.checked);
      this.emit("change", { item });
    });
    this.on("input", "textarea", (e, box) => this.state.setText("note", box.value));
    this.watch(() => this.show());
    this.show();
  }

  show() {
    for (const el of this.querySelectorAll("[data-item]")) {
      el.querySelector("input").checked = this.state.get(`@${el.dataset.item}/done`) ?? false;
    }
    const note = this.querySelector("textarea");
    if (note && note !== document.activeElement) note.value = this.state.get("note") ?? "";
    const done = this.state.keys("@").filter((k) => this.state.get(k) === true).length;
    this.querySelector("output").textContent = this.t("done", done) + parseNumber("1", "en").value + writeCSV([["a"]]).length;
  }

  stop() {
    this.querySelector("output").textContent = "stopped";
  }
});
