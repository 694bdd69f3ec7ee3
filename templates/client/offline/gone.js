// The file sw.js of a site without offline reading. A browser that still has an earlier
// worker fetches it, and so removes the worker and its copy.

addEventListener("install", () => skipWaiting());
addEventListener("activate", (e) => e.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith(`playbook ${registration.scope} `)) await caches.delete(name);
  await registration.unregister();
})()));
