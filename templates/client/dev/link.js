// One connection for all tabs. A browser opens few connections to one server, and
// every stream of events holds one: so the tab that has the lock listens, and tells
// the others over a channel. When it closes, the lock goes to the next. Without locks
// (a plain http address that is not this machine) every tab listens for itself.

const NAME = "playbook-dev";

/** Calls fn whenever the server may have something new. */
export function listen(fn) {
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(NAME) : null;
  if (!channel || !navigator.locks) {
    connect(fn);
    return;
  }
  channel.onmessage = fn;
  const tell = () => {
    channel.postMessage("reload");
    fn();
  };
  // Held until the tab goes: the promise never settles.
  navigator.locks.request(NAME, () => new Promise(() => connect(tell))).catch(() => connect(fn));
  addEventListener("pageshow", (e) => e.persisted && fn());
}

/** Opens the stream; a new beginning after a break may have missed something. */
function connect(tell) {
  const stream = new EventSource("/_dev/events");
  stream.onmessage = tell;
  stream.onopen = tell;
  stream.onerror = () => {
    if (stream.readyState !== EventSource.CLOSED) return; // it tries again by itself
    setTimeout(() => connect(tell), 2000);
  };
}
