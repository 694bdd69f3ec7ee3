// openacr.mjs FILE: holds an accessibility report against OpenACR's published schema; exits 1
// where it does not fit, or where a report without its author's address would.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const Ajv = require("ajv");
const yaml = require("js-yaml");
const validate = new Ajv({ allErrors: true }).compile(require("@openacr/openacr/schema/openacr-0.1.0.json"));

const report = yaml.load(await readFile(process.argv[2], "utf8"));
const fits = validate(report);
for (const e of validate.errors ?? []) console.log(`${process.argv[2]}: ${e.instancePath || "/"} ${e.message}`);
const strict = !validate({ ...report, author: { name: "Nobody" } });
if (!strict) console.log("the schema takes anything: it is not the one that was meant");
console.log(`${report.title}: ${fits ? "fits" : "does not fit"} the schema of OpenACR 0.1.0, ${Object.values(report.chapters).flatMap((c) => c.criteria ?? []).length} criteria`);
process.exit(fits && strict ? 0 : 1);
