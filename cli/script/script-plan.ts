// From a script that knows nothing of Tailgate to the plan of its run: bundled once, asked by the engine that will run
// it what it wants, and given users or a rate of the user's where those are named.

import { resolve } from "node:path";
import { CliError } from "../../lib/core/exit.ts";
import { formatDuration } from "../../lib/core/format.ts";
import { stableJson } from "../../lib/core/json.ts";
import { type LoadOptions, parseLoadOptions } from "../../lib/core/load/load-options.ts";
import type { LoadPlan } from "../../lib/core/load/load-plan.ts";
import type { Recording } from "../../lib/core/recording.ts";
import type { World } from "../../lib/core/world.ts";
import { contentHash } from "../../lib/node/suite-facts.ts";
import type { DeclaredMetric } from "../../runner/inspect.ts";
import { bundleScript } from "../../runner/loader/bundle.ts";
import { standardRemote } from "../../runner/loader/remote/standard-access.ts";
import type { RawOptions } from "../../runner/options/shortcuts.ts";
import type { ThresholdSpecs } from "../../runner/thresholds/threshold-set.ts";
import type { Engine, ForeignScript, InspectedScript } from "../engine/engine.ts";
import { loadOf, type OwnLoad, ownLoad, scriptDefaults, type UnlessSet } from "./own-load.ts";
import { scenariosIn, scriptLoad } from "./script-load.ts";
import { scriptName } from "./script-name.ts";
import { checkedThresholds } from "./script-thresholds.ts";

/** What a run of a script needs beside its plan. */
export interface ScriptRun {
  readonly script: ForeignScript;
  readonly identity: NonNullable<Recording["script"]>;
  /** Laid over the script's own options. */
  readonly options: RawOptions;
  readonly thresholds: ThresholdSpecs;
  readonly metrics: readonly DeclaredMetric[];
  /** Whether the run's end depends on how fast the service is. */
  readonly endsByCount: boolean;
}

interface ScriptPlan extends LoadPlan {
  readonly foreign: ScriptRun;
}

/** A script that is bundled and has said what it wants. */
interface OpenedScript {
  readonly script: ForeignScript;
  /** As the user wrote it. */
  readonly path: string;
  readonly hash: string;
  readonly inspected: InspectedScript;
}

/** System tags that tell endpoints, failures, scenarios and users apart: a script may have switched them off. */
const NEEDED_TAGS = "check error error_code expected_response group method name scenario status url vu".split(" ");

const systemTags = ({ systemTags: own }: RawOptions): readonly string[] => [
  ...new Set([...(Array.isArray(own) ? own.map(String) : []), ...NEEDED_TAGS]),
];

/** The variables that are set. */
export const textEnv = (env: World["env"]): Record<string, string> =>
  Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** The variables by which another process plans the same load of a script: the user's own, or none but the warm-up. */
export function planVariables({
  options,
  foreign,
}: LoadPlan & { readonly foreign?: ScriptRun }): Record<string, string> {
  const none = { USERS: "", RATE: "", DURATION: "", ARRIVALS: "" };
  const { users, ratePerSec, durationMs, warmupMs } = options;
  const WARMUP = `${warmupMs}ms`;
  if (foreign === undefined || !("scenarios" in foreign.options)) return { ...none, WARMUP };
  const amount = ratePerSec === undefined ? { USERS: String(users) } : { RATE: String(ratePerSec) };
  return { ...none, ...amount, DURATION: `${durationMs}ms`, WARMUP };
}

export interface ScriptRequest {
  /** As the user wrote it. */
  readonly path: string;
  readonly engine: Engine;
  readonly world: World;
}

/** @param askedLoad the load to lay over the script's, by what it exports */
async function openScript(
  { path, engine, world }: ScriptRequest,
  askedLoad: (exports: readonly string[]) => OwnLoad | undefined,
): Promise<{ readonly opened: OpenedScript; readonly asked: OwnLoad | undefined }> {
  const absolute = resolve(world.cwd, path);
  const onNotice = (line: string): void => world.stderr.write(`${line}\n`);
  const remote = standardRemote(world, world.interrupted, onNotice);
  const bundle = await bundleScript(absolute, remote);
  const script: ForeignScript = { path: absolute, exports: bundle.exports, isCommonJs: bundle.isCommonJs, remote };
  const asked = askedLoad(script.exports);
  const options = asked?.options ?? {};
  const inspected = await engine.inspect({ script, env: textEnv(world.env), options, world, onNotice });
  return { opened: { script, path, hash: contentHash(bundle.code), inspected }, asked };
}

/** The plan of an opened script. @throws CliError for options that cannot be run or judged */
function planWith(opened: OpenedScript, asked: OwnLoad | undefined, warmupText: string | undefined): ScriptPlan {
  const { script, path, hash, inspected } = opened;
  const { options: all, metrics } = inspected;
  const options: RawOptions = { ...all, ...asked?.options };
  const { load, totalMs, endsByCount } = scriptLoad(scenariosIn(options));
  const name = scriptName(path);
  return {
    scenario: name,
    question: `What does ${path} measure?`,
    options: asked?.load ?? ownPhases(warmupText, totalMs),
    mix: scriptDefaults.mix,
    load: asked === undefined ? load : { ...load, ratePerSec: asked.load.ratePerSec ?? null },
    rampUpMs: 0,
    iterations: null,
    objectives: [],
    foreign: {
      script,
      identity: { name, hash, optionsHash: contentHash(stableJson(options)) },
      options: { ...asked?.options, systemTags: systemTags(all) },
      thresholds: checkedThresholds(all.thresholds ?? {}, metrics),
      metrics,
      endsByCount,
    },
  };
}

/** The phases of a script's own load. @throws CliError when the warm-up leaves nothing to measure */
function ownPhases(warmupText: string | undefined, totalMs: number): LoadOptions {
  const parsed = parseLoadOptions({ WARMUP: warmupText }, scriptDefaults, []);
  if (parsed.kind === "problems") throw new CliError(parsed.problems.join("\n       "));
  const { warmupMs } = parsed.options;
  if (warmupMs < totalMs) return { ...scriptDefaults, warmupMs, durationMs: totalMs - warmupMs };
  const lasts = `the script's load lasts ${formatDuration(totalMs)}, so that nothing would be measured`;
  throw new CliError(`WARMUP=${warmupText}: ${lasts}`, {
    hint: "Set a shorter WARMUP, or a load of your own: USERS or RATE with DURATION.",
  });
}

/** The plan of one run. @throws CliError for a script, options or variables that are wrong */
export async function scriptPlan(request: ScriptRequest, unlessSet: UnlessSet): Promise<ScriptPlan> {
  const { env, stderr } = request.world;
  const { opened, asked } = await openScript(request, (exports) => ownLoad(env, unlessSet, exports));
  if (asked !== undefined) stderr.write(`${asked.announcement}\n`);
  return planWith(opened, asked, env.WARMUP);
}

/**
 * Plans of one script at any load of its default function: a search climbs with it. @throws CliError
 * @param shape whose warm-up the probes have
 */
export async function scriptPlans(
  request: ScriptRequest,
  shape: LoadOptions,
): Promise<(load: LoadOptions) => ScriptPlan> {
  const { opened } = await openScript(request, (exports) => loadOf(shape, exports, "capacity"));
  return (load) => planWith(opened, loadOf(load, opened.script.exports, "capacity"), undefined);
}
