// axe.mjs SITE: runs axe-core over one page of every kind, light and dark, at a
// desk's and a phone's width. Prints each violation; exits 1 if there is any.
import { chromium } from "playwright-core";
import { createServer } from "node:http";
import { readFile, readdir } from "node:fs/promises";
import { readFileSync } from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const site = process.argv[2];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png" };

const server = createServer(async (req, res) => {
  const file = path.join(site, decodeURIComponent(new URL(req.url, "http://x").pathname));
  try {
    const body = await readFile(file.endsWith("/") ? file + "index.html" : file);
    res.writeHead(200, { "content-type": types[path.extname(file)] ?? "application/octet-stream" }).end(body);
  } catch {
    res.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const root = `http://127.0.0.1:${server.address().port}/`;

/** Whether a page only sends its reader to another. */
const redirects = async (file) => (await readFile(path.join(site, file), "utf8")).includes('http-equiv="refresh"');

/** Every page of the default language but the many lessons of one section, the first four of
 *  each folder; of another language its home page and a lesson. */
async function pages(dir = "") {
  const out = [];
  let n = 0;
  for (const e of (await readdir(path.join(site, dir), { withFileTypes: true })).sort((a, b) => a.name.localeCompare(b.name))) {
    if (e.isDirectory() && dir === "" && /^[a-z]{2}$/.test(e.name)) out.push(e.name + "/index.html", e.name + "/follow-up-sins/agree-the-interval.html");
    else if (e.isDirectory() && e.name !== "assets") out.push(...await pages(dir + e.name + "/"));
    if (e.isFile() && e.name.endsWith(".html") && !await redirects(dir + e.name) && (dir === "" || e.name === "index.html" || n++ < 4)) out.push(dir + e.name);
  }
  return out;
}

/** What is pressed one after the other on a page before axe looks at it again: a course is
 *  begun, which shows a lesson in a frame, and its list of lessons opened. */
const presses = (url) => url.endsWith("index_lms.html") ? ["[data-lms=begin]", "[data-lms=menu]"] : [];

const browser = await chromium.launch({ executablePath: process.env.PLAYBOOK_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
let found = 0, looks = 0;
const list = await pages();
for (const scheme of ["light", "dark"]) {
  for (const width of [1280, 360]) {
    // bypassCSP: axe itself is injected, which the site's own policy forbids.
    const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 }, bypassCSP: true, reducedMotion: "reduce" });
    const page = await context.newPage();
    for (const url of list) {
      // A whole book in one page takes half a minute a look: two looks have both schemes and both widths.
      if (url.endsWith("book.html") && (scheme === "dark") !== (width === 360)) continue;
      await page.goto(root + url);
      for (const press of ["", ...presses(url)]) {
        if (press) {
          await page.click(press);
          await page.frameLocator("iframe").locator("main h1").waitFor();
        }
        for (const frame of page.frames()) await frame.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
        looks++;
        for (const v of violations) {
          found++;
          console.log(`${url} (${scheme}, ${width}) ${press}: ${v.id}: ${v.help}`);
          for (const n of v.nodes.slice(0, 3)) console.log(`    ${n.target.join(" ")}  ${n.html.slice(0, 160)}`);
        }
      }
    }
    await context.close();
  }
}
await browser.close();
server.close();
console.log(`axe: ${list.length} pages, light and dark, 1280 and 360 px, ${looks} looks: ${found} violations`);
process.exit(found ? 1 : 0);
