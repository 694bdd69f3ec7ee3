import { delimiterOf, readCSV, sniff, writeCSV } from "lib/csv.js";
import { escape, heading, table, taskList } from "lib/markdown.js";
import { writeICS } from "lib/ics.js";
import { chance, equal, ok } from "./kit.js";

export function cellsCannotBeFormulas() {
  const cells = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\tx", "\rx", "=HYPERLINK(\"x\")", "-", "+"];
  const written = writeCSV(cells.map((c) => [c])).slice(1);
  for (const line of written.split("\r\n").filter(Boolean)) ok(/^"?'/.test(line), JSON.stringify(line));
  equal(writeCSV([[-5, "-5", "+1.5", "-1.234,56", "-12 %", "-5%", "plain"]]).slice(1), "-5,-5,+1.5,\"-1.234,56\",-12 %,-5%,plain\r\n");
}

export function csvOfALocale() {
  equal(["en", "nl", "de", "pl", "ru"].map(delimiterOf), [",", ";", ";", ";", ";"]);
  equal(writeCSV([["a;b", 1.5, 'say "x"', "two\nlines", null, true]], "nl"), '\ufeff"a;b";"1,5";"say ""x""";"two\nlines";;true\r\n');
}

export function csvReadsWhatItWrites() {
  const r = chance(7);
  const parts = ["a", "=", '"', ",", ";", "\n", "\r\n", "\t", "-", "é", "'", "1"];
  for (let i = 0; i < 3000; i++) {
    const rows = Array.from({ length: 1 + r.below(3) }, () => Array.from({ length: 2 }, () => "x" + Array.from({ length: r.below(5) }, () => r.pick(parts)).join("") + "x"));
    const locale = r.pick(["en", "nl"]);
    equal(readCSV(writeCSV(rows, locale), delimiterOf(locale)), rows);
  }
  equal(readCSV(writeCSV([["=1", "-x", "@a"]])), [["=1", "-x", "@a"]]);
}

export function pastedBlocks() {
  equal(readCSV("Account\tRevenue\nSmith, Ltd\t1.000\n\n\t\nJones\t2\n"), [["Account", "Revenue"], ["Smith, Ltd", "1.000"], ["Jones", "2"]]);
  equal([sniff("a;b;c,d"), sniff('"a;;;",b'), sniff("a")], [";", ",", ","]);
  equal(readCSV('\ufeffa;b\r"c";"d ""e"""\r'), [["a", "b"], ["c", 'd "e"']]);
}

export function markdown() {
  equal(escape("*a* _b_ [c](d) <e> `f` #g | h"), "\\*a\\* \\_b\\_ \\[c\\](d) \\<e\\> \\`f\\` \\#g \\| h");
  equal(escape("- x\n1. y\n+ z"), "\\- x\n1\\. y\n\\+ z");
  equal(heading(2, "A\nB"), "## A B\n\n");
  equal(taskList([{ done: true, text: "Read" }, { done: false, text: "Ask", note: "one\ntwo" }]), "- [x] Read\n- [ ] Ask\n\n  > one\n  > two\n\n");
  equal(table([["a", "b|c"], ["1", null]]), "| a | b\\|c |\n| --- | --- |\n| 1 |  |\n\n");
}

export function calendars() {
  const text = writeICS([
    { uid: "l/w/x@site", date: "2026-12-31", summary: "Call, at; noon\\", description: "one\ntwo ё😀".repeat(20), url: "https://e.x/a b", sequence: 2 },
    { uid: "y", date: "2026-01-01", summary: "Off\u0007\r\nBEGIN:VEVENT", cancelled: true },
  ], new Date(Date.UTC(2026, 10, 22, 1, 2, 3)));
  ok(text.endsWith("END:VCALENDAR\r\n") && !/[^\r]\n|\r[^\n]/.test(text), "CRLF");
  const lines = text.split("\r\n");
  for (const line of lines) ok(new TextEncoder().encode(line).length <= 75, `too long: ${line}`);
  ok(lines.some((l) => l.startsWith(" ")), "folded");
  const flat = text.replace(/\r\n /g, "");
  for (const want of ["DTSTAMP:20261122T010203Z", "DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101", "SUMMARY:Call\\, at\\; noon\\\\", "SEQUENCE:2", "STATUS:CANCELLED",
    "UID:l/w/x@site", "URL:https://e.x/a%20b", "SUMMARY:Off\\nBEGIN:VEVENT", "DESCRIPTION:" + "one\\ntwo ё😀".repeat(20)]) ok(flat.split("\r\n").includes(want), `no ${want} in\n${flat}`);
  equal(flat.match(/^BEGIN:VEVENT$/gm).length, 2);
}
