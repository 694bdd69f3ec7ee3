// A separate script, loaded when a word of the search is not found. It finds what may have been meant. tools are
// functions of match.js and words.js.
const SAME_GROUP = 0.8, TYPO = 0.8, SPLIT = 0.55, SHORT = 5;

/**
 * Replaces words that the index lacks by words that it has. Beside known words, a short one is more likely a
 * different word than a typing error. Of two neighbors at most one was mistyped: the one with the better known
 * replacement.
 */
playbook.rescue = async (index, clauses, tools) => {
  const some = clauses.some((c) => c.found.how);
  for (const c of clauses) if (!c.found.how && !(some && c.text.length < SHORT)) await rescue(index, c, tools);
  clauses.forEach((c, i) => {
    const next = clauses[i + 1], none = tools.match();
    if (c.shown && next?.shown) Object.assign((c.found.best || 0) > (next.found.best || 0) ? c : next, { shown: "", found: none, ways: [[1, none]] });
  });
};

// Replaces a word that was not found: without its last digits, with one wrong letter, as two words, with two wrong
// letters.
async function rescue(index, clause, tools) {
  const { text } = clause;
  const use = (shown, weight, ...matches) => {
    if (matches[0].how) Object.assign(clause, { shown, found: matches[0], ways: [[weight, ...matches]] });
  };
  const letters = text.replace(/\d+$/, "");
  if (!clause.found.how && letters[2] && letters !== text) use(letters, 1, await tools.find(index, letters));
  for (const most of [1, 2]) {
    if (clause.found.how) return;
    const m = await correct(index, tools, text, most);
    use(m.shown, 1, m);
    const parts = !m.how && await split(index, tools, tools.fold(text));
    if (parts) use(parts.map((p) => p.word).join(" + "), SPLIT, ...parts.map(tools.matchEntry));
  }
}

// A compound that the index lacks, as two words that it has.
async function split(index, { exact }, key) {
  if (!index.linkers[1]) return;
  for (let i = key.length - 4; i > 3; i--) {
    for (const link of index.linkers) {
      const head = key.slice(0, i - link.length);
      const first = head[3] && head + link === key.slice(0, i) && await exact(index, head);
      const second = first && await exact(index, key.slice(i));
      if (second) return [first, second];
    }
  }
}

// The number of edits between two words, where a swap of neighbors is one (optimal string alignment); max + 1
// if there are more than max.
function distance(a, b, max) {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let before, last, row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    [before, last, row] = [last, row, [i]];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
      if (i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      least = Math.min(least, row[j]);
    }
    if (least > max) return max + 1;
  }
  return row[b.length];
}

// Entries within max edits of a key, best first. Uses the first of several prefixes that has any.
async function similar(index, { common }, key, max, begins) {
  for (const begin of begins) {
    const found = [];
    for (const entry of await index.entries(begin, 8, key.startsWith(begin) ? key : begin)) {
      const d = distance(key, entry.key, max);
      if (d <= max) found.push({ entry, score: d - (common(key, entry.key) + Math.log2(entry.df)) / 40 });
    }
    if (found.length) return found.sort((a, b) => a.score - b.score);
  }
  return [];
}

// The most likely corrections. m.shown is the word that replaces it.
async function correct(index, tools, word, most) {
  const key = tools.fold(word), m = tools.match();
  const max = key.length < 4 || /\d/.test(key) ? 0 : key.length < 8 ? 1 : most;
  if (!max) return m;
  for (const { entry, score } of await similar(index, tools, key, max, [key.slice(0, 3), key[0], key[1]])) {
    const worse = score - (m.best ??= score);
    if (worse > 0.3 || m.groups.size > 2) break;
    tools.take(m, entry, TYPO * (1 - worse), TYPO * (1 - worse) * SAME_GROUP);
    m.shown ||= entry.word;
    m.how = "typo";
  }
  return m;
}
