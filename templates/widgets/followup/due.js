// The leads that are due, for the reader's home page and progress: see lib/agenda.js. A
// lead whose day is still to come is left out, because the planner is there to prevent
// touches before their day. The names are private and are only shown on these pages.

import { readLeads } from "./leads.js";
import { dueOn, readRules } from "./plan.js";

window.playbook.due.followup = (leaves, list, date) => {
  const rules = readRules(list.rules);
  return readLeads(leaves).map((lead) => ({ on: dueOn(lead, rules, date), at: list.at, text: lead.name, done: 0, of: 0 }))
    .filter((e) => e.on !== null);
};
