// What `make build` made, for tests that start it: they would else test the code of some time ago.

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { builtFile, suiteRoot } from "../../lib/node/suite-root.ts";

const SOURCES = ["lib", "cli", "runner", "report", "service", "scenarios"];

const changedMs = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const isSource = (name: string): boolean => name.endsWith(".ts") && !name.endsWith(".test.ts");

let isChecked = false;

/** Looks once a worker, whose test files share this module. @throws when the build is missing, or older than a source */
function checkBuild(): void {
  if (isChecked) return;
  const built = changedMs(builtFile("cli.js"));
  for (const folder of SOURCES) {
    const path = join(suiteRoot(), folder);
    const newer = readdirSync(path, { recursive: true, encoding: "utf8" }).find(
      (name) => isSource(name) && changedMs(join(path, name)) > built,
    );
    if (newer !== undefined) {
      throw new Error(`build/ ${built === 0 ? "is missing" : `is older than ${folder}/${newer}`}: run \`make build\``);
    }
  }
  isChecked = true;
}

/** The path of the built command line. @throws when it is missing, or older than its sources */
export function builtCli(): string {
  checkBuild();
  return builtFile("cli.js");
}

/** The path of a built scenario. @throws as `builtCli` */
export function builtScenario(name: string): string {
  checkBuild();
  return builtFile(`scenarios/${name}.js`);
}
