// The worker that keeps the site for reading without a network. It stands at the
// site's root when site.toml says so. The build puts the line
//
//   self.copy = {version, all};
//
// before it: what offline.json beside it is called, and whether that lists the
// whole site (all) or, of a large one, only what no page can do without.
//
// Its laws: one cache a version, so that no page of the copy meets scripts of
// another build. What is listed counts only with the bytes the build wrote, told by
// their hash, and is fetched only if no earlier cache holds them. A version that
// could not be had in full is never used. Only requests of this site, only GET,
// only answers with status 200 are kept. A file that the host refuses (4xx: some serve no
// .md) is left out of the copy, but never a script or a style, nor more than a tenth.

const { version, all } = self.copy;
const scope = registration.scope;
const prefix = `playbook ${scope} `;
const own = prefix + version;
const LIST = "offline.json";
const HASH = "pb-hash"; // header of what is kept
const LINES = 4; // files that are fetched at once
const PATIENCE = 3000; // ms until a page comes from the copy although there is one from the network to come

const today = () => new Date().toISOString().slice(0, 10);

/** The address a file is kept under, by its path below the root. */
const at = (path) => scope + encodeURIComponent(path).replaceAll("%2F", "/");

/** The path below the root, undefined for what is not ours. */
function pathOf(url) {
  try {
    if (url.startsWith(scope)) return decodeURIComponent(url.slice(scope.length).split(/[?#]/)[0]);
  } catch {
    // an address that nothing of the site has
  }
}

/** Keeps bytes. The page reads from server-timing that it is a copy, and of which day. */
function put(cache, path, body, from, hash = "") {
  const headers = new Headers(from);
  for (const name of ["content-encoding", "content-length", "vary"]) headers.delete(name);
  headers.set(HASH, hash);
  headers.set("server-timing", `copy;desc="${today()}"`);
  return cache.put(at(path), new Response(body, { headers }));
}

async function sum(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...hash.slice(0, 9)));
}

async function get(path, init) {
  const answer = await fetch(at(path), { priority: "low", ...init });
  if (answer.status !== 200) throw Object.assign(new Error(`${path}: ${answer.status}`), { refused: answer.status > 399 && answer.status < 500 });
  return answer;
}

/** Takes a listed file over from an earlier cache, or fetches it. */
async function take(cache, before, path, hash) {
  for (const other of [cache, ...before]) {
    const kept = await other.match(at(path));
    if (kept?.headers.get(HASH) === hash) return other === cache || put(cache, path, await kept.blob(), kept.headers, hash);
  }
  for (const mode of ["default", "reload"]) { // what the browser or a host still has may be of another build
    const answer = await get(path, { cache: mode });
    const bytes = await answer.arrayBuffer();
    if (await sum(bytes) === hash) return put(cache, path, bytes, answer.headers, hash);
  }
  throw new Error(path + " is not of this build");
}

async function install() {
  const list = await (await fetch(`${at(LIST)}?${version}`, { cache: "no-store" })).json();
  if (list.version !== version) throw new Error("the list is of another build");
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== own);
  const before = await Promise.all(names.map((name) => caches.open(name)));
  const cache = await caches.open(own);
  const todo = Object.entries(list.files).reverse();
  const spare = todo.length / 10;
  let refused = 0;
  const line = async () => {
    for (let file; (file = todo.pop());) {
      try {
        await take(cache, before, ...file);
      } catch (e) {
        if (!e.refused || /\.(js|css)$/.test(file[0]) || ++refused > spare) throw e;
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: LINES }, line));
  } catch (e) {
    todo.length = 0;
    if (e.name === "QuotaExceededError") await caches.delete(own); // else the next attempt goes on from here
    throw e;
  }
  const kept = (await Promise.all(before.map((c) => c.keys()))).flat().map((r) => pathOf(r.url)).filter((path) => !(path in list.files));
  const open = (await clients.matchAll({ includeUncontrolled: true })).map((c) => pathOf(c.url));
  if (!all) for (const path of new Set([...kept, ...open])) if (path !== undefined && !hashed(path)) await keep(path, await get(path, { cache: "no-cache" }).catch(() => {}));
  // Pages that are open may still ask for scripts of their own build: only if it has the same ones, they need not be waited for.
  if (!kept.some((path) => path.startsWith("assets/"))) skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) if (name.startsWith(prefix) && name !== own) await caches.delete(name);
  await clients.claim();
}

/** What is named by its content. */
const hashed = (path) => /^(assets|search\/[^/]+)\//.test(path);

/** The copy of a page or a file. Hosts may leave out index.html or .html. */
async function find(path) {
  for (const p of /(^|\/)$/.test(path) ? [path + "index.html"] : [path, path + ".html", path + "/index.html"]) {
    const kept = await caches.match(at(p), { cacheName: own });
    if (kept) return kept;
  }
}

/** Keeps what was read and is not listed; of a page only one of this site. */
async function keep(path, answer) {
  if (answer?.status !== 200 || answer.type !== "basic") return;
  const body = await answer.blob();
  if (!hashed(path) && !/^search\//.test(path) && !(await body.text()).includes(`data-site="${self.copy.site}"`)) return;
  await put(await caches.open(own), /(^|\/)$/.test(path) ? path + "index.html" : path, body, answer.headers);
}

async function answerTo(e, path) {
  const copy = await find(path);
  if (copy && hashed(path)) return copy;
  const answer = fetch(e.request).then((r) => {
    if (r.status > 499 && copy) return copy; // a gateway answers for a server that is not there
    if (!all || hashed(path)) e.waitUntil(keep(path, r.clone()).catch(() => {}));
    return r;
  });
  if (copy) return Promise.race([answer.catch(() => copy), new Promise((ok) => setTimeout(ok, PATIENCE, copy))]);
  if (e.request.mode !== "navigate") return answer;
  return answer.catch(async (reason) => {
    for (const p of [path.split("/")[0] + "/offline.html", "offline.html"]) if (await find(p)) return Response.redirect(at(p));
    throw reason;
  });
}

addEventListener("install", (e) => e.waitUntil(install()));
addEventListener("activate", (e) => e.waitUntil(activate()));
addEventListener("fetch", (e) => {
  const { method, url, mode, headers } = e.request;
  const path = pathOf(url);
  if (path === undefined || method !== "GET" || headers.has("range")) return;
  if (mode === "navigate" || /^(assets|search)\/|\.md$/.test(path)) e.respondWith(answerTo(e, path));
});
// A page that came from the network while this worker waited is of its build: if no other is open, nobody needs the old one.
addEventListener("message", async (e) => {
  const open = (await clients.matchAll({ includeUncontrolled: true })).filter((c) => c.url.startsWith(scope));
  if (e.data === "take over" && open.length < 2) skipWaiting();
});
