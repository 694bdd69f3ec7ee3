// Calendar files (RFC 5545): all-day events that a calendar can update, because their
// UID stays and their SEQUENCE grows.

import { addDays } from "./dates.js";

const encoder = new TextEncoder();

/** Escapes a text (RFC 5545 3.3.11) and removes control characters. */
const text = (s) => String(s).replace(/[\\;,]/g, "\\$&").replace(/\r\n|\r|\n/g, "\\n").replace(/[\x00-\x08\x0b-\x1f\x7f]/g, "");

/** A content line, folded so that no line is longer than 75 octets (3.1). */
function fold(line) {
  let out = "", room = 75;
  for (const c of line) {
    const n = encoder.encode(c).length;
    if (n > room) {
      out += "\r\n ";
      room = 74;
    }
    out += c;
    room -= n;
  }
  return out + "\r\n";
}

const compact = (date) => date.replaceAll("-", "");

function event({ uid, date, summary, description, url, sequence = 0, cancelled = false }, stamp) {
  return [
    "BEGIN:VEVENT",
    `UID:${text(uid)}`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${compact(date)}`,
    `DTEND;VALUE=DATE:${compact(addDays(date, 1))}`,
    `SUMMARY:${text(summary)}`,
    ...(description ? [`DESCRIPTION:${text(description)}`] : []),
    ...(url ? [`URL:${String(url).replace(/[\x00-\x20]/g, encodeURIComponent)}`] : []),
    `SEQUENCE:${sequence}`,
    `STATUS:${cancelled ? "CANCELLED" : "CONFIRMED"}`,
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ];
}

/**
 * A calendar of all-day events {uid, date "YYYY-MM-DD", summary, description, url,
 * sequence, cancelled}. now is the time of writing, for DTSTAMP.
 */
export function writeICS(events, now = new Date()) {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const lines = [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Playbook//Playbook//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
    ...events.flatMap((e) => event(e, stamp)),
    "END:VCALENDAR",
  ];
  return lines.map(fold).join("");
}
