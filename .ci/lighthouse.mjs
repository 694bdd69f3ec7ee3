// lighthouse.mjs SITE [FILE...] serves the folder SITE as a static host does, compressed and
// with the headers in its file _headers. It runs Lighthouse three times for a phone on each
// page and prints the median scores. If a median is below 100 (98 for performance), it
// prints which audits cost points, and exits with status 1.
import lighthouse from "lighthouse";
import { launch } from "chrome-launcher";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import path from "node:path";

const [site, ...chosen] = process.argv.slice(2);
const pages = chosen.length ? chosen : [
  "index.html", "campaign-analogies/listen-then-respond.html", "campaign-analogies/current-customers-first.html",
  "client-mix-audits/client-mix-audit.html", "search.html", "follow-up-sins/index.html", "paths/ae.html", "my-data.html", "progress.html",
];
const least = { performance: 98, accessibility: 100, "best-practices": 100, seo: 100 };
const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".json": "application/json", ".txt": "text/plain", ".webmanifest": "application/manifest+json" };

/** The rules of _headers: [[pattern, [[name, value]]]]. */
async function rules() {
  const out = [];
  for (const line of (await readFile(path.join(site, "_headers"), "utf8").catch(() => "")).split("\n")) {
    if (/^\S/.test(line) && !line.startsWith("#")) out.push([new RegExp("^" + line.trim().replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*") + "$"), []]);
    const m = /^\s+([^:]+):\s*(.*)$/.exec(line);
    if (m && out.length) out.at(-1)[1].push([m[1], m[2]]);
  }
  return out;
}

const headers = await rules();
const server = createServer(async (req, res) => {
  const name = decodeURIComponent(new URL(req.url, "http://x").pathname);
  for (const [pattern, list] of headers) if (pattern.test(name)) for (const [k, v] of list) res.setHeader(k, v);
  try {
    const body = await readFile(path.join(site, name.endsWith("/") ? name + "index.html" : name));
    res.writeHead(200, { "content-type": types[path.extname(name)] ?? "text/html; charset=utf-8", "content-encoding": "gzip", vary: "accept-encoding" }).end(gzipSync(body));
  } catch {
    res.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const root = `http://127.0.0.1:${server.address().port}/`;

const middle = (list) => [...list].sort((a, b) => a - b)[1];
let short = 0;
const chrome = await launch({ chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"] });
for (const page of pages) {
  const runs = [];
  for (let i = 0; i < 3; i++) runs.push((await lighthouse(root + page, { port: chrome.port, output: "json", logLevel: "error" })).lhr);
  const scores = Object.keys(least).map((c) => [c, Math.round(middle(runs.map((r) => r.categories[c].score)) * 100)]);
  const ms = (id) => Math.round(middle(runs.map((r) => r.audits[id].numericValue)));
  console.log(`${page}: ${scores.map(([c, n]) => `${c} ${n}`).join(", ")}; first paint ${ms("first-contentful-paint")} ms, largest ${ms("largest-contentful-paint")} ms, blocked ${ms("total-blocking-time")} ms, shift ${middle(runs.map((r) => r.audits["cumulative-layout-shift"].numericValue)).toFixed(3)}`);
  for (const [c, n] of scores) {
    if (n >= least[c]) continue;
    short++;
    for (const { id, weight } of runs[1].categories[c].auditRefs) {
      const a = runs[1].audits[id];
      if (weight && a.score !== null && a.score < 1) console.log(`    ${c} ${n}: ${a.title} ${a.displayValue ?? ""} ${JSON.stringify(a.details?.items?.slice(0, 2) ?? "").slice(0, 400)}`);
    }
  }
}
await chrome.kill();
server.close();
process.exit(short ? 1 : 0);
