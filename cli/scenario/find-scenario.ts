// Which scenario a word means: the name of one of the suite's, or the path of a file that defines one.

import { existsSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { build } from "esbuild";
import { didYouMean } from "../../lib/core/did-you-mean.ts";
import { CliError } from "../../lib/core/exit.ts";
import type { NamedScenario } from "../../lib/core/scenario/over-service.ts";
import { isScenario, scenarioProblems } from "../../lib/core/scenario/scenario.ts";
import { isService } from "../../lib/core/service/service.ts";
import type { World } from "../../lib/core/world.ts";
import { publicModule } from "../../lib/node/service/bundle-plugin.ts";
import type { ScenarioFile } from "../../lib/node/service/bundle-scenario.ts";
import { loadModule, shownFile } from "../../lib/node/service/load-module.ts";
import { isScriptPath, scriptName } from "../script/script-name.ts";
import { suiteNames, suiteScenarios } from "./suite-scenarios.ts";

/** A scenario and where it is. */
export interface FoundScenario extends NamedScenario, ScenarioFile {}

const HINT = "docs/how-to/own-scenario.md shows how a scenario is defined.";

/** Of the suite; undefined when none is called so. */
export function suiteScenario(name: string): FoundScenario | undefined {
  const scenario = Object.hasOwn(suiteScenarios, name) ? suiteScenarios[name] : undefined;
  return scenario === undefined ? undefined : { name, scenario, own: undefined };
}

/**
 * Whether a file is made with this suite's pieces, and not a script for k6 alone: it, or what it imports by a relative
 * path, imports "tailgate" and nothing of k6.
 */
async function usesPieces(path: string): Promise<boolean> {
  let pieces = false;
  let k6 = false;
  try {
    const { metafile } = await build({
      absWorkingDir: dirname(path),
      entryPoints: [`./${basename(path)}`],
      bundle: true,
      write: false,
      metafile: true,
      format: "esm",
      logLevel: "silent",
      tsconfigRaw: {},
      plugins: [
        {
          name: "tailgate-scan",
          setup({ onResolve }) {
            onResolve({ filter: /^[^./\\]/ }, ({ path: imported, kind }) => {
              if (kind === "entry-point") return undefined;
              pieces ||= imported === "tailgate";
              k6 ||= /^k6($|\/)/.test(imported);
              return { path: imported, external: true };
            });
          },
        },
      ],
    });
    pieces ||= Object.keys(metafile.inputs).some((input) => resolve(dirname(path), input) === publicModule());
  } catch {
    // What cannot be read is said by whoever runs it; a scenario's own faults are for its reader.
    return pieces && !k6;
  }
  return pieces && !k6;
}

/** The scenario that a file defines. @throws CliError when its export is none */
async function loadScenario(path: string): Promise<FoundScenario> {
  const scenario = await loadModule(path, HINT);
  if (isScenario(scenario)) return { name: scriptName(path), scenario, own: path };
  if (isService(scenario)) {
    throw new CliError(`${shownFile(path)} describes a service, and is no scenario`, {
      hint: `Name it in SERVICE: SERVICE=${shownFile(path)} tailgate run smoke`,
    });
  }
  if (scenario === undefined) {
    throw new CliError(`${shownFile(path)} has no default export`, { hint: "export default defineScenario({ … })" });
  }
  throw new CliError(`${shownFile(path)} defines no scenario:\n  ${scenarioProblems(scenario).join("\n  ")}`, {
    hint: HINT,
  });
}

export const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

/** Files that were looked at, and what they were: a comparison asks before every run. */
const seen = new Map<string, Promise<FoundScenario | undefined>>();

/** The scenario in a file; undefined when it holds a script, or is not there. @throws CliError when its scenario is wrong */
export function scenarioInFile(path: string): Promise<FoundScenario | undefined> {
  const look = async (): Promise<FoundScenario | undefined> =>
    isFile(path) && (await usesPieces(path)) ? loadScenario(path) : undefined;
  const found = seen.get(path) ?? look();
  seen.set(path, found);
  return found;
}

/** A scenario by its name or its file. @throws CliError when there is none */
export async function findScenario(world: Pick<World, "env" | "cwd">, word: string): Promise<FoundScenario> {
  const ours = suiteScenario(word);
  if (ours !== undefined) return ours;
  const path = resolve(world.cwd, word);
  const own = isScriptPath(word) ? await scenarioInFile(path) : undefined;
  if (own !== undefined) return own;
  if (isFile(path)) {
    throw new CliError(`${word} defines no scenario`, { hint: HINT });
  }
  throw new CliError(`there is no scenario ${word}${didYouMean(word, suiteNames)}`, {
    hint: `Scenarios: ${suiteNames.join(", ")}; or the path of a file that defines one, or of a k6 script.`,
  });
}

/** The scenario of a share of a run, which is called by its name alone: SCENARIO says which file an own one is in. */
export async function scenarioNamed(world: Pick<World, "env" | "cwd">, name: string): Promise<FoundScenario> {
  const { SCENARIO = "" } = world.env;
  const isIts = isScriptPath(SCENARIO) && scriptName(SCENARIO) === name;
  return findScenario(world, isIts ? SCENARIO : name);
}
