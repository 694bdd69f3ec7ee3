// A countdown clock; no DOM here. It is two stored numbers, so that all tabs agree, and a page that was closed meanwhile:
//
//   clock {left, from}  left: ms that were left when it was last started or stopped
//                       from: when it was started, epoch ms; null while it is stopped

const MINUTE = 60000;

/** The stored clock, or a full one if the stored value is invalid. */
export function readClock(x, total) {
  const good = Number.isFinite(x?.left) && x.left >= 0 && (x.from === null || (Number.isFinite(x.from) && x.from >= 0));
  return good ? { left: Math.min(x.left, total), from: x.from } : { left: total, from: null };
}

/** What is left, in ms. If the device's time went backwards, nothing is lost. */
export const remaining = ({ left, from }, now) => (from === null ? left : Math.max(0, left - Math.max(0, now - from)));

/** Whether it runs. A clock at 0 has stopped. */
export const runs = (clock, now) => clock.from !== null && remaining(clock, now) > 0;

/** Stops a running clock, starts a stopped one, and restarts one at 0. */
export function toggled(clock, now, total) {
  const left = remaining(clock, now);
  return runs(clock, now) ? { left, from: null } : { left: left || total, from: now };
}

/** "8:00", "0:01". Seconds are rounded up. */
export function face(ms) {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/**
 * The latest event between two times that is announced: "half" (of four minutes or
 * more), "minute" (the last one) or "end"; undefined if there is none.
 */
export function passed(before, after, total) {
  const marks = [["end", 0], ...(total > MINUTE ? [["minute", MINUTE]] : []), ...(total >= 4 * MINUTE ? [["half", total / 2]] : [])];
  return marks.find(([, at]) => after <= at && before > at)?.[0];
}
