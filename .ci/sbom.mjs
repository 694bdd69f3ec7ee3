// sbom.mjs FILE GO.MOD: holds the list of modules of a release against the schema of
// CycloneDX, strictly, and against the versions in go.mod. Prints what is wrong; exits 1
// if anything is.
import { Validation } from "@cyclonedx/cyclonedx-library";
import { readFileSync } from "node:fs";

const [file, mod] = process.argv.slice(2);
const text = readFileSync(file, "utf8");
const { specVersion, components, metadata } = JSON.parse(text);
const errors = [];
const said = await new Validation.JsonStrictValidator(specVersion).validate(text);
if (said !== null) errors.push(said);
const asked = new Map([...readFileSync(mod, "utf8").matchAll(/^\t(\S+) (v\S+)/gm)].map((m) => [m[1], m[2]]));
for (const c of components) {
  if (c.name !== "std" && asked.get(c.name) !== c.version) errors.push(`${c.name} ${c.version}: go.mod has ${asked.get(c.name)}`);
  if (!c.evidence?.licenses && !c.licenses && c.name !== "std") errors.push(`${c.name}: no licence is named`);
}
if (!metadata.component?.version) errors.push("the program has no version");
for (const e of errors) console.log(JSON.stringify(e));
console.log(`${file}: ${components.length} components, CycloneDX ${specVersion}${errors.length ? "" : ": valid"}`);
process.exit(errors.length ? 1 : 0);
