// What `tailgate init` does to a repository: new files only. A file that stands is left as it is, and said; of
// package.json only scripts that are not there are added.

import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isRecord } from "../../lib/core/json.ts";
import { writeWholeFile } from "../../lib/node/whole-file.ts";
import { type ProposedFile, packageScripts, type Repository } from "./project-files.ts";

const stands = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

export async function lookAtRepository(
  dir: string,
  ci: Repository["ci"] | undefined,
  version: string,
): Promise<Repository> {
  const has = (name: string): Promise<boolean> => stands(join(dir, name));
  const makefile = await Promise.all(
    ["GNUmakefile", "makefile", "Makefile"].map((name) => readFile(join(dir, name), "utf8").catch(() => undefined)),
  );
  return {
    hasPackageJson: await has("package.json"),
    hasMakefile: makefile.some((text) => text !== undefined),
    hasTargets: makefile.some((text) => /^load-gate:|^-?include .*\btailgate\/load\.mk\b/m.test(text ?? "")),
    ci:
      ci ??
      ((await has(".gitlab-ci.yml")) ? "gitlab" : (await has(".github")) || (await has(".git")) ? "github" : "none"),
    version,
  };
}

/** What became of one file. */
export interface Outcome {
  readonly path: string;
  readonly what:
    | "written"
    | "would be written"
    | "stands already, left as it is"
    | "scripts added"
    | "scripts would be added"
    | "not JSON, no scripts added";
}

export async function writeFiles(
  dir: string,
  files: readonly ProposedFile[],
  dryRun: boolean,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { path, content } of files) {
    const target = join(dir, path);
    if (await stands(target)) {
      outcomes.push({ path, what: "stands already, left as it is" });
      continue;
    }
    if (!dryRun) await writeWholeFile(target, content);
    outcomes.push({ path, what: dryRun ? "would be written" : "written" });
  }
  return outcomes;
}

/** The indent a JSON file is written with, so that a diff shows the new lines only. */
const indentOf = (text: string): string => /^\{\r?\n([ \t]+)/.exec(text)?.[1] ?? "  ";

/** Adds the scripts that package.json has not; undefined when it has them all. */
export async function addScripts(dir: string, dryRun: boolean): Promise<Outcome | undefined> {
  const path = join(dir, "package.json");
  const text = await readFile(path, "utf8");
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    manifest = undefined;
  }
  if (!isRecord(manifest)) return { path: "package.json", what: "not JSON, no scripts added" };
  const scripts = isRecord(manifest.scripts) ? manifest.scripts : {};
  const missing = Object.entries(packageScripts).filter(([name]) => !Object.hasOwn(scripts, name));
  if (missing.length === 0) return undefined;
  const whole = { ...manifest, scripts: { ...scripts, ...Object.fromEntries(missing) } };
  if (!dryRun) await writeWholeFile(path, `${JSON.stringify(whole, null, indentOf(text))}\n`);
  return { path: "package.json", what: dryRun ? "scripts would be added" : "scripts added" };
}
