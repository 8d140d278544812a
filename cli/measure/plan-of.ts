// What a command was told to run, a scenario's name or a script's path, as the plan of a run.

import { resolve } from "node:path";
import { CliError } from "../../lib/core/exit.ts";
import type { World } from "../../lib/core/world.ts";
import { findService } from "../../lib/node/service/find-service.ts";
import { chooseEngine } from "../engine/choose-engine.ts";
import { type FoundScenario, findScenario, isFile, scenarioInFile, suiteScenario } from "../scenario/find-scenario.ts";
import type { UnlessSet } from "../script/own-load.ts";
import { isScriptPath } from "../script/script-name.ts";
import { type ScriptRequest, scriptPlan } from "../script/script-plan.ts";
import { scriptTarget } from "../target/script-target.ts";
import { type Side, type TargetSpec, targetFromEnv } from "../target/target.ts";
import type { RunPlan } from "./measure-request.ts";
import { ownObjectives } from "./own-objectives.ts";
import { planFor } from "./plan-for.ts";

/** Whether a word means a file: it ends or looks like a path, or a file is called so. */
const isPath = (world: World, word: string): boolean =>
  suiteScenario(word) === undefined && (isScriptPath(word) || /[\\/]/.test(word) || isFile(resolve(world.cwd, word)));

/** The scenario a word means; undefined when it means a script. @throws CliError when there is no such scenario */
export async function scenarioOf(world: World, word: string): Promise<FoundScenario | undefined> {
  return isPath(world, word) ? scenarioInFile(resolve(world.cwd, word)) : findScenario(world, word);
}

/** @throws CliError when there is no such script, or no engine for it */
export async function scriptRequest(world: World, path: string): Promise<ScriptRequest> {
  const absolute = resolve(world.cwd, path);
  if (!isFile(absolute)) throw new CliError(`there is no script ${path}`, { hint: `Looked for ${absolute}.` });
  return { path, engine: await chooseEngine(world), world };
}

/** @throws CliError for a name that is none, a script that is not there or not right, and wrong variables */
export async function planOf(world: World, word: string, unlessSet: UnlessSet = {}): Promise<RunPlan> {
  const scenario = await scenarioOf(world, word);
  if (scenario === undefined) {
    const plan = await scriptPlan(await scriptRequest(world, word), unlessSet);
    const metrics = plan.foreign.metrics.map(({ isTime, ...metric }) => ({ ...metric, time: isTime }));
    return { ...plan, objectives: ownObjectives(world.env.OBJECTIVES, undefined, metrics) };
  }
  const { DURATION, WARMUP } = world.env;
  const env = { ...world.env, DURATION: DURATION || unlessSet.DURATION, WARMUP: WARMUP || unlessSet.WARMUP };
  return planFor(scenario, env, await findService(world));
}

/** The service of a run: a script's own hosts, unless one is named; the reference service for our scenarios. @throws CliError */
export const targetFor = ({ foreign }: RunPlan, env: World["env"], side: Side): TargetSpec =>
  foreign === undefined ? targetFromEnv(env, side) : scriptTarget(env, side);
