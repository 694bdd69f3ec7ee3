// A clock that runs down, without a page. It is two numbers, so that every tab and a
// page that was closed meanwhile agree:
//
//   clock {left, from}  left: ms on it when it was last started or stopped
//                       from: when it was started, epoch ms; null while it stands

const MINUTE = 60000;

/** The clock that is stored, or a full one where what is stored is none. */
export function readClock(x, total) {
  const good = Number.isFinite(x?.left) && x.left >= 0 && (x.from === null || (Number.isFinite(x.from) && x.from >= 0));
  return good ? { left: Math.min(x.left, total), from: x.from } : { left: total, from: null };
}

/** What is left, ms. A device whose time went backwards loses nothing. */
export const remaining = ({ left, from }, now) => (from === null ? left : Math.max(0, left - Math.max(0, now - from)));

/** Whether it runs: a clock that has run down stands. */
export const runs = (clock, now) => clock.from !== null && remaining(clock, now) > 0;

/** Stopped if it runs, else going on; from the beginning where nothing is left. */
export function toggled(clock, now, total) {
  const left = remaining(clock, now);
  return runs(clock, now) ? { left, from: null } : { left: left || total, from: now };
}

/** "8:00", "0:01": a second that has begun is still there. */
export function face(ms) {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/**
 * What was passed between two moments and is worth saying: "half" (of four minutes or
 * more), "minute" (the last one), "end"; the latest of them, undefined for nothing.
 */
export function passed(before, after, total) {
  const marks = [["end", 0], ...(total > MINUTE ? [["minute", MINUTE]] : []), ...(total >= 4 * MINUTE ? [["half", total / 2]] : [])];
  return marks.find(([, at]) => after <= at && before > at)?.[0];
}
