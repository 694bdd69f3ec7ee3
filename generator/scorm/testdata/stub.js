// A strict learning platform, for tests: the run-time interface of SCORM 1.2 or 2004 as
// Moodle checks it (call order, data model, patterns, lengths, error codes), with modes
// for what platforms are known to do wrong. Each learner's attempt is kept in this
// window's "attempts", as a platform's database would.
//
//   stub({version, mode, cut, limit, refuse, commits, attempt}) → the interface
//     mode     cmi.core.lesson_mode: "normal", "" , "browse", "review"
//     limit    characters of suspend_data that are taken (SetValue fails beyond)
//     cut      characters that are kept of it, the rest being dropped in silence
//     refuse   a pattern: SetValue of such names fails
//     commits  a function that says whether Commit works now
//     attempt  {name: value}: what was kept before; the same object is written to
window.stub = ({ version = "1.2", mode = "normal", limit, cut = Infinity, refuse = null, commits = () => true, attempt = {} } = {}) => {
  const old = version === "1.2";
  limit ??= old ? 4096 : 64000;
  const kept = attempt, calls = [], faults = [];
  let state = "new", error = "0", live = {}, graded = false;

  const text = (n) => (v) => v.length <= n;
  const oneOf = (...list) => (v) => list.includes(v);
  const number = (low, high) => (v) => /^-?\d{1,5}(\.\d{1,7})?$/.test(v) && Number(v) >= low && Number(v) <= high;
  const anything = () => true;
  const read = () => false;
  const model12 = [
    [/^cmi\.core\.student_id$/, read], [/^cmi\.core\.student_name$/, read], [/^cmi\.core\.credit$/, read], [/^cmi\.core\.entry$/, read],
    [/^cmi\.core\.lesson_mode$/, read], [/^cmi\.core\.total_time$/, read], [/^cmi\.launch_data$/, read],
    [/^cmi\.core\.lesson_location$/, text(255)],
    [/^cmi\.core\.lesson_status$/, oneOf("passed", "completed", "failed", "incomplete", "browsed")],
    [/^cmi\.core\.score\.(raw|min|max)$/, number(0, 100)],
    [/^cmi\.core\.exit$/, oneOf("time-out", "suspend", "logout", "")],
    [/^cmi\.core\.session_time$/, (v) => /^\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?$/.test(v)],
    [/^cmi\.suspend_data$/, (v) => v.length <= limit && /^[\x20-\x7e]*$/.test(v)],
  ];
  const model2004 = [
    [/^cmi\.(learner_id|learner_name|credit|entry|mode|total_time|launch_data|completion_threshold|scaled_passing_score)$/, read], [/^cmi\._version$/, read],
    [/^cmi\.objectives\._count$/, read],
    [/^cmi\.location$/, (v) => v !== "" && text(1000)(v)], // scorm-again refuses an empty one
    [/^cmi\.completion_status$/, oneOf("completed", "incomplete", "not attempted", "unknown")],
    [/^cmi\.success_status$/, oneOf("passed", "failed", "unknown")],
    [/^cmi\.score\.(raw|min|max)$/, number(0, 100)], [/^cmi\.score\.scaled$/, number(-1, 1)], [/^cmi\.progress_measure$/, number(0, 1)],
    [/^cmi\.exit$/, oneOf("time-out", "suspend", "logout", "normal", "")],
    [/^cmi\.session_time$/, (v) => /^P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?$/.test(v)],
    [/^cmi\.suspend_data$/, (v) => v.length <= limit],
    [/^cmi\.objectives\.\d+\.id$/, (v) => /^[\w.:/-]{1,4000}$/.test(v)],
    [/^cmi\.objectives\.\d+\.score\.scaled$/, number(-1, 1)],
    [/^cmi\.objectives\.\d+\.success_status$/, oneOf("passed", "failed", "unknown")],
    [/^cmi\.objectives\.\d+\.completion_status$/, oneOf("completed", "incomplete", "not attempted", "unknown")],
  ];
  const model = old ? model12 : model2004;
  const codes = old ? { order: "301", name: "401", readonly: "403", value: "405", argument: "201", twice: "101" } : { order: "132", name: "401", readonly: "404", value: "406", argument: "201", twice: "103" };
  const fail = (code, why) => {
    error = code;
    faults.push(`${code} ${why}`);
    return "false";
  };
  const first = {
    [old ? "cmi.core.lesson_mode" : "cmi.mode"]: mode,
    [old ? "cmi.core.lesson_status" : "cmi.completion_status"]: old ? "not attempted" : "unknown",
    ...(!old && { "cmi.success_status": "unknown" }),
  };
  const count = () => Object.keys({ ...kept, ...live }).filter((n) => /^cmi\.objectives\.\d+\.id$/.test(n)).length;

  const start = (argument) => {
    calls.push("start");
    if (argument !== "") return fail(codes.argument, "Initialize takes \"\"");
    if (state !== "new") return fail(state === "ended" && !old ? "104" : codes.twice, "Initialize a second time");
    state = "open";
    error = "0";
    live = {};
    return "true";
  };
  const end = (argument) => {
    calls.push("end");
    if (argument !== "") return fail(codes.argument, "Terminate takes \"\"");
    if (state !== "open") return fail(old ? "301" : state === "ended" ? "113" : "112", "Terminate without a session");
    if (commits()) Object.assign(kept, live);
    state = "ended";
    error = "0";
    return "true";
  };
  const get = (name) => {
    calls.push("get " + name);
    if (state !== "open") return fail(codes.order, "GetValue " + name), "";
    if (name === "cmi.objectives._count" && !old) return (error = "0"), String(count());
    if (!model.some(([pattern]) => pattern.test(name))) return fail(codes.name, "GetValue " + name), "";
    error = "0";
    return live[name] ?? kept[name] ?? first[name] ?? "";
  };
  const set = (name, value) => {
    calls.push(`set ${name}=${value}`);
    if (state !== "open") return fail(codes.order, "SetValue " + name);
    if (typeof value !== "string") return fail(codes.value, `SetValue ${name} with ${typeof value}`);
    const rule = model.find(([pattern]) => pattern.test(name));
    if (!rule) return fail(codes.name, "SetValue " + name);
    if (rule[1] === read) return fail(codes.readonly, "SetValue " + name);
    const place = /^cmi\.objectives\.(\d+)\.(\w+)/.exec(name);
    if (place && (Number(place[1]) > count() || (place[2] !== "id" && Number(place[1]) >= count()))) return fail("351", "SetValue " + name + " out of order");
    if (refuse?.test(name)) return (error = codes.value), "false";
    if (!rule[1](value)) {
      if (name === "cmi.suspend_data" && value.length > limit) return (error = codes.value), "false";
      return fail(codes.value, `SetValue ${name}=${value.slice(0, 80)}`);
    }
    // Platforms grade when the status arrives: a score that comes after it is too late.
    if (/status$/.test(name) && !place && /^(passed|completed)$/.test(value)) graded = true;
    if (graded && /^cmi\.(core\.)?score\.raw$/.test(name)) faults.push("the score came after the status");
    live[name] = name === "cmi.suspend_data" ? value.slice(0, cut) : value;
    error = "0";
    return "true";
  };
  const commit = (argument) => {
    calls.push("commit");
    graded = false;
    if (argument !== "") return fail(codes.argument, "Commit takes \"\"");
    if (state !== "open") return fail(codes.order, "Commit without a session");
    if (!commits()) return (error = old ? "101" : "391"), "false";
    Object.assign(kept, live);
    error = "0";
    return "true";
  };
  const names = old
    ? { LMSInitialize: start, LMSFinish: end, LMSGetValue: get, LMSSetValue: set, LMSCommit: commit, LMSGetLastError: () => error, LMSGetErrorString: () => "", LMSGetDiagnostic: () => "" }
    : { Initialize: start, Terminate: end, GetValue: get, SetValue: set, Commit: commit, GetLastError: () => error, GetErrorString: () => "", GetDiagnostic: () => "" };
  return { ...names, calls, faults, kept, live: () => ({ ...kept, ...live }), state: () => state };
};
