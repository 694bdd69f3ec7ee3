// The columns of the log as a table: an export writes them, an import reads them.

/** The columns of a lead, then those of a touch. */
export const COLUMNS = [
  "name", "value", "added", "state", "since", "until", "days", "channel", "by", "with", "agreed_on", "attempts", "stop_on", "stop_since", "reason", "route", "revisit", "next",
  "touch_on", "touch_channel", "outcome", "moved_to", "early", "note", "lead_id", "touch_id",
];
