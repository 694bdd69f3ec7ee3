// The service worker that keeps a copy of the site for reading without a network. It is
// at the site's root if site.toml turns offline reading on. The build puts the line
//
//   self.copy = {version, all, site};
//
// before it: the version of offline.json, the list of files to copy; whether it lists the
// whole site (all) or, for a large site, only the files that every page needs; and the
// site's id.
//
// Rules: Each version has its own cache, so that a page never gets scripts of another
// build. A listed file is stored only if its hash is the one in the list. It is fetched
// only if no earlier cache has it. A version is used only once it is complete. Only
// answers to GET requests of this site with status 200 are stored. A file that the host
// refuses (4xx; some hosts serve no .md) is left out, but at most a tenth of the files and
// never a script or a style sheet.

const { version, all } = self.copy;
const scope = registration.scope;
const prefix = `playbook ${scope} `;
const own = prefix + version;
const LIST = "offline.json";
const HASH = "pb-hash"; // header of a stored answer: the hash of its bytes
const LINES = 4; // files fetched at the same time
const PATIENCE = 3000; // ms to wait for the network before a page is served from the copy

const today = () => new Date().toISOString().slice(0, 10);

/** The address of a file, from its path below the site's root. */
const at = (path) => scope + encodeURIComponent(path).replaceAll("%2F", "/");

/** The path below the site's root, undefined for an address outside the site. */
function pathOf(url) {
  try {
    if (url.startsWith(scope)) return decodeURIComponent(url.slice(scope.length).split(/[?#]/)[0]);
  } catch {
    // not a valid address, so no file of the site
  }
}

/** Stores a file. The header server-timing tells the page that it is a copy and how old it is. */
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

/** Copies a listed file from an earlier cache, or fetches it. */
async function take(cache, before, path, hash) {
  for (const other of [cache, ...before]) {
    const kept = await other.match(at(path));
    if (kept?.headers.get(HASH) === hash) return other === cache || put(cache, path, await kept.blob(), kept.headers, hash);
  }
  for (const mode of ["default", "reload"]) { // the browser's cache may hold a file of another build, so try again without it
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
    if (e.name === "QuotaExceededError") await caches.delete(own); // after other errors the next attempt continues with what is stored
    throw e;
  }
  const kept = (await Promise.all(before.map((c) => c.keys()))).flat().map((r) => pathOf(r.url)).filter((path) => !(path in list.files));
  const open = (await clients.matchAll({ includeUncontrolled: true })).map((c) => pathOf(c.url));
  if (!all) for (const path of new Set([...kept, ...open])) if (path !== undefined && !hashed(path)) await keep(path, await get(path, { cache: "no-cache" }).catch(() => {}));
  // Open pages may still ask for scripts of their own build. If this build has the same scripts, there is no need to wait until they are closed.
  if (!kept.some((path) => path.startsWith("assets/"))) skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) if (name.startsWith(prefix) && name !== own) await caches.delete(name);
  await clients.claim();
}

/** Whether a file's name has a hash of its content, so that the file never changes. */
const hashed = (path) => /^(assets|search\/[^/]+)\//.test(path);

/** The copy of a page or a file. The address may lack index.html or .html, as many hosts allow. */
async function find(path) {
  for (const p of /(^|\/)$/.test(path) ? [path + "index.html"] : [path, path + ".html", path + "/index.html"]) {
    const kept = await caches.match(at(p), { cacheName: own });
    if (kept) return kept;
  }
}

/** Stores a file that is not listed but was read. A page is only stored if it is one of this site, not a host's login page or the like. */
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
    if (r.status > 499 && copy) return copy; // the server is down and a gateway answers in its place
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
// A page that was loaded while this worker waited sends this message. It is of the new build. If no other page is open, the old worker is not needed any more.
addEventListener("message", async (e) => {
  const open = (await clients.matchAll({ includeUncontrolled: true })).filter((c) => c.url.startsWith(scope));
  if (e.data === "take over" && open.length < 2) skipWaiting();
});
