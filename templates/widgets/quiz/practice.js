// How the daily practice asks a question of a quiz: once, checked at once, right only
// when all of it is. See client/practice.js.

import { announce, locale, words } from "lib/page.js";
import { given, grade, unreadable } from "./grade.js";
import { readAnswer, readQuestions } from "./questions.js";

const t = words("quiz");

/** The key opens; what was chosen stays to be seen. */
function show(q, right) {
  for (const f of q.fields) f.disabled = true;
  q.li.querySelector(".act").hidden = true;
  q.li.classList.add(right ? "ok" : "no-ok");
  q.labels.forEach((label) => label.classList.toggle("is-right", q.right?.includes(Number(label.querySelector("input")?.value)) ?? false));
  q.key.classList.add("due");
  q.key.open = true;
  const summary = q.key.querySelector("summary");
  summary.textContent = t(right ? "right" : "not_right");
  summary.focus();
}

window.playbook.practice.quiz = (li, done) => {
  const q = readQuestions(li.closest("[data-pb-kind]")).find((other) => other.li === li);
  const button = li.querySelector("[data-act=check]");
  li.querySelector(".no").textContent = "?";
  const check = () => {
    const x = readAnswer(q), why = given(x) ? unreadable(q, x, locale()) : "empty";
    if (why) {
      const note = li.querySelector(".refused") ?? button.parentElement.appendChild(Object.assign(document.createElement("span"), { className: "refused" }));
      note.textContent = " " + t("bad_" + why);
      announce(note.textContent);
      return;
    }
    const right = grade(q, x, locale()) >= 1;
    li.querySelector(".refused")?.remove();
    show(q, right);
    done(right);
  };
  button.addEventListener("click", check);
  li.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && e.target.matches(".typed input")) check();
  });
};
