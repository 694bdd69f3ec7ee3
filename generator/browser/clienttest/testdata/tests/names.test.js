// What says a name, and what does not.
import { isName, look, placesOf, without } from "../client/privacy/names.js";
import { equal } from "./kit.js";

const said = (text, name) => placesOf(text, look(name)).map((p) => (p.alike ? "~" : "") + text.slice(p.from, p.to)).join("|");

export function wholeNames() {
  for (const [name, text, want] of [
    ["Acme", "Rang ACME today", "ACME"],
    ["Acme", "acme's pump, Acme-Süd and info@acme.nl", "acme|Acme|acme"],
    ["Acme", "Acmeland", "~Acmeland"], // begins so
    ["Acme", "Acmelandia", ""], // goes on for longer than an ending
    ["Acme", "Pacme", ""],
    ["Acme B.V.", "Acme BV", "Acme BV"],
    ["Acme BV", "acme\u00a0 b. v. called", "acme\u00a0 b. v"],
    ["AcmeSouth", "Acme South", "Acme South"],
    ["Acme South", "AcmeSouth", "AcmeSouth"],
    ["Müller", "Mueller, MULLER, mu\u0308ller", "Mueller|MULLER|mu\u0308ller"],
    ["Mueller", "Müller", "Müller"],
    ["Łódź Pumps", "LODZ  pumps", "LODZ  pumps"],
    ["Weiß", "Weiss", "Weiss"],
    ["Ac\u00adme", "Acme", "Acme"],
    ["Ana", "a na", ""],
    ["IBM", "I.B.M. called", "I.B.M"],
    ["Jan de Vries", "Vries and Jan", ""],
    ["Jan de Vries", "jan DE vries", "jan DE vries"],
    ["Иванов", "Звонил Иванов. Говорил с Ивановым", "Иванов|~Ивановым"],
    ["Артём", "АРТЕМ", "АРТЕМ"],
    ["Kowalski", "u Kowalskiego", "~Kowalskiego"],
    ["三菱電機", "今日、三菱電機に電話", "三菱電機"],
    ["Smith & Sons", "smith and sons", ""],
    ["Smith & Sons", "Smith &amp Sons", ""],
    ["Smith & Sons", "SMITH  &  SONS", "SMITH  &  SONS"],
    ["3M", "3m, 33m", "3m"],
  ]) equal(said(text, name), want, `${name} in ${text}`);
}

export function nothingToLookFor() {
  for (const name of ["", "  ", "–", "\u200b"]) equal(look(name), null);
}

export function namesAlone() {
  equal(isName(" ACME  b.v. ", look("Acme BV")), true);
  equal(isName("Acme BV Berlin", look("Acme BV")), false);
  equal(isName("", look("Acme")), false);
}

export function otherWords() {
  const text = "Acme rang. ACME’s pump.";
  equal(without(text, placesOf(text, look("acme")), "[x]"), "[x] rang. [x]’s pump.");
}

/** A text of any length is looked through in a time that grows with it. */
export function longTexts() {
  const text = "a ".repeat(100000) + "Acme";
  equal(said(text, "Acme"), "Acme");
}
