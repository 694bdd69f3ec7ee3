// hosts.mjs REPOSITORY FOLDER: holds the settings of hosts against what the hosts
// publish: workflows against the schema that SchemaStore has for GitHub, pipelines against
// GitLab's own, netlify.toml and _headers as Netlify's own code reads them. FOLDER has a
// playbook of each host, by its name; netlify's is built. Prints what is wrong; exits 1 if
// anything is.
import { validateWorkflow } from "@action-validator/core";
import { resolveConfig } from "@netlify/config";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { schema as gitlab } from "gitlab-ci-local/src/schema/schema.js";
import { load } from "js-yaml";
import { readFileSync } from "node:fs";
import path from "node:path";

const [repository, made] = process.argv.slice(2);
let wrong = 0;
/** @param {string} file @param {unknown[]} errors */
function say(file, errors) {
  console.log(`${file}: ${errors.length ? "" : "valid"}`);
  for (const e of errors) console.log("   ", JSON.stringify(e));
  wrong += errors.length;
}

for (const file of [
  `${repository}/.github/workflows/ci.yml`, `${repository}/.github/workflows/release.yml`,
  `${made}/github/.github/workflows/publish.yml`, `${made}/cloudflare/.github/workflows/publish.yml`,
]) say(file, validateWorkflow(readFileSync(file, "utf8")).errors);

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const pipeline = ajv.compile(gitlab);
for (const file of [`${repository}/.ci/gitlab.yml`, `${made}/gitlab/.gitlab-ci.yml`]) {
  say(file, pipeline(load(readFileSync(file, "utf8"))) ? [] : pipeline.errors);
}

// What Netlify makes of its file, and of the headers beside the pages.
const root = path.resolve(made, "netlify");
const { config } = await resolveConfig({ config: path.join(root, "netlify.toml"), repositoryRoot: root, offline: true, mode: "require", context: "production", branch: "main" });
const lines = readFileSync(path.join(root, "public/_headers"), "utf8").trimEnd().split("\n");
const rules = lines.filter((l) => l.startsWith("/"));
const read = config.headers.flatMap((h) => Object.entries(h.values).map(([name, value]) => `  ${name}: ${value}`));
const errors = [];
if (config.build.publish !== path.join(root, "public")) errors.push({ publish: config.build.publish });
if (!config.build.command?.includes("generate --base-url") || config.build.processing.skip_processing !== true) errors.push({ build: config.build });
if (String(config.headers.map((h) => h.for)) !== String(rules) || String(read) !== String(lines.filter((l) => l.startsWith("  ")))) errors.push({ headers: config.headers });
say(path.join(root, "netlify.toml"), errors);

process.exit(wrong ? 1 : 0);
