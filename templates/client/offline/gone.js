// What stands at sw.js when the site keeps no copy: a browser that still has the
// worker of a time when it did fetches this in its place, and is rid of it and of
// all it kept.

addEventListener("install", () => skipWaiting());
addEventListener("activate", (e) => e.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith(`playbook ${registration.scope} `)) await caches.delete(name);
  await registration.unregister();
})()));
