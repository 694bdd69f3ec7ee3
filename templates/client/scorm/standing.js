// A learner's progress in a course: what is done, the score, the status.

import { isLearnt, standing } from "lib/done.js";
import { kinds } from "./kinds.js";
import { pagesOf } from "./pack.js";

/** The quizzes of a page: [{share, passed}]; share is 0 before the first attempt. */
function quizzes(store, page) {
  const lesson = store.lesson(page.uid);
  return page.widgets.filter((w) => kinds[w.kind]?.result).map((w) => kinds[w.kind].result(lesson.widget(w.id)) ?? { share: 0, passed: false, open: true });
}

const mean = (list) => list.reduce((sum, q) => sum + q.share, 0) / list.length;

/**
 * {pages: [{page, state, done, passed, share}], done, passed, graded, score, progress}. graded: the quizzes that count for the
 * score, those of the final page or else of all lessons. score: 0 to 100, or undefined without a quiz. progress: the share of
 * the minutes that are done.
 */
export function standingOf(store, course) {
  store.refresh();
  const pages = pagesOf(course).map((page) => {
    const found = quizzes(store, page), passed = found.length > 0 && found.every((q) => q.passed);
    const { state } = page.final ? { state: passed ? "passed" : found.some((q) => !q.open) ? "begun" : "new" } : standing(page.uid, page.facts, { valid: course.valid });
    return { page, state, done: page.final ? passed : isLearnt(state), passed, share: found.length ? mean(found) : undefined, tried: found.some((q) => !q.open) };
  });
  const graded = course.final ? pages.filter((p) => p.page.final) : pages.filter((p) => p.share !== undefined);
  const minutes = (list) => list.reduce((sum, p) => sum + (p.page.min || 1), 0);
  const lessons = pages.filter((p) => !p.page.final);
  return {
    pages, graded,
    done: pages.every((p) => p.done),
    passed: graded.length > 0 && graded.every((p) => p.passed),
    score: graded.length ? Math.round(graded.reduce((sum, p) => sum + p.share, 0) / graded.length * 100) : undefined,
    progress: lessons.length ? Math.floor(minutes(lessons.filter((p) => p.done)) / minutes(lessons) * 100) / 100 : 0,
  };
}

/** "passed", "completed" or "incomplete"; a status that was reached before stays. */
export function statusOf(stand, reached) {
  if (reached === "passed") return "passed";
  if (stand.done && stand.passed) return "passed";
  if (reached === "completed" || (stand.done && !stand.graded.length)) return "completed";
  return "incomplete";
}
