// Access to a learning platform's run-time interface: SCORM 1.2 (LMSInitialize, …) or 2004 3rd edition
// (Initialize, …). Errors of the platform never throw here, and its values are checked.

const CALLS = {
  1.2: { name: "API", start: "LMSInitialize", end: "LMSFinish", get: "LMSGetValue", set: "LMSSetValue", commit: "LMSCommit", error: "LMSGetLastError" },
  2004: { name: "API_1484_11", start: "Initialize", end: "Terminate", get: "GetValue", set: "SetValue", commit: "Commit", error: "GetLastError" },
};
const FARTHEST = 500; // number of parent windows to search
const OPENERS = 5;

/** Reads a window's property; nothing for a window of another origin. */
function look(win, name) {
  try {
    return win[name] ?? null;
  } catch {
    return null;
  }
}

/** Finds the interface in a window and its parents, then in the windows that opened them. */
export function find(win, version, openers = OPENERS) {
  const { name } = CALLS[version], chain = [];
  for (let w = win; w && chain.length < FARTHEST; w = w.parent) {
    const api = look(w, name);
    if (api) return api;
    chain.push(w);
    if (w.parent === w) break;
  }
  if (openers === 0) return null;
  for (const w of chain) {
    const opener = look(w, "opener"), api = opener && opener !== w ? find(opener, version, openers - 1) : null;
    if (api) return api;
  }
  return null;
}

/** The interface with one set of names: start, end, get, set, commit, and error, the last code. */
export class API {
  constructor(api, version) {
    this.api = api;
    this.calls = CALLS[version];
  }

  #call(what, ...args) {
    try {
      return this.api[this.calls[what]](...args);
    } catch (e) {
      console.warn(`${this.calls[what]}: ${e?.message ?? e}`);
      return undefined;
    }
  }

  #agrees(what, ...args) {
    return String(this.#call(what, ...args)) === "true";
  }

  start = () => this.#agrees("start", "");
  end = () => this.#agrees("end", "");
  commit = () => this.#agrees("commit", "");
  set = (name, value) => this.#agrees("set", name, String(value));
  get = (name) => String(this.#call("get", name) ?? "");
  error = () => String(this.#call("error") ?? "");
}
