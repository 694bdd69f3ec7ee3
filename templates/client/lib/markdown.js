// A reader's state as Markdown, to paste into a CRM note or an e-mail.

/** Escapes the characters of a text that have a meaning in Markdown. */
export const escape = (text) => String(text).replace(/[\\`*_[\]<>|~#]/g, "\\$&").replace(/^(\s*)([-+]|\d+[.)])(?=\s)/gm, (_, space, mark) =>
  space + (/\d/.test(mark) ? mark.slice(0, -1) + "\\" + mark.at(-1) : "\\" + mark));

const oneLine = (text) => escape(text).replace(/\s*\n\s*/g, " ");

/** A heading of a level from 1 to 6. */
export const heading = (level, text) => `${"#".repeat(level)} ${oneLine(text)}\n\n`;

/** A task list of {done, text, note}. A note follows as a quote. */
export function taskList(items) {
  return items.map(({ done, text, note }) => {
    const lines = note ? escape(note).split("\n").map((l) => `  > ${l}`.trimEnd() + "\n").join("") : "";
    return `- [${done ? "x" : " "}] ${oneLine(text)}\n${lines && "\n" + lines}`;
  }).join("") + "\n";
}

/** A table: the first row is its head. */
export function table(rows) {
  const line = (cells) => `| ${cells.map((c) => oneLine(c ?? "")).join(" | ")} |\n`;
  const [head, ...body] = rows;
  return line(head) + `|${" --- |".repeat(head.length)}\n` + body.map(line).join("") + "\n";
}
