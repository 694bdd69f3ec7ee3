// One connection for all tabs. A browser opens few connections to one server, and every
// stream of events occupies one. So only the tab that holds a lock listens, and passes
// the events on over a channel. When it closes, another tab gets the lock. Without locks
// (an http address of another machine) every tab listens for itself.

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
  // Held until the tab closes: the promise never settles.
  navigator.locks.request(NAME, () => new Promise(() => connect(tell))).catch(() => connect(fn));
  addEventListener("pageshow", (e) => e.persisted && fn());
}

/** Opens the stream. It also calls tell on opening, since events may have been missed. */
function connect(tell) {
  const stream = new EventSource("/_dev/events");
  stream.onmessage = tell;
  stream.onopen = tell;
  stream.onerror = () => {
    if (stream.readyState !== EventSource.CLOSED) return; // the browser retries by itself
    setTimeout(() => connect(tell), 2000);
  };
}
