// One process's share of a run, from k6's arguments to a shard.

import { basename } from "node:path";
import { CliError, exit } from "../../lib/core/exit.ts";
import { newShard, type Shard, type ShardEnd, type ShardHeader } from "../../lib/core/fleet/shard.ts";
import { RecordingFold } from "../../lib/core/fold/recording-fold.ts";
import { toEnv } from "../../lib/core/load/load-options.ts";
import { plannedMs } from "../../lib/core/load/load-plan.ts";
import { metric, type SampleSink } from "../../lib/core/metric-sample.ts";
import { redactText } from "../../lib/core/redact-text.ts";
import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
import { findService } from "../../lib/node/service/find-service.ts";
import { chooseEngine } from "../engine/choose-engine.ts";
import type { EngineOutcome, EngineRun, EngineRunning } from "../engine/engine.ts";
import { MachineWatch } from "../measure/machine-watch.ts";
import type { RunPlan } from "../measure/measure-request.ts";
import { planFor } from "../measure/plan-for.ts";
import { ServiceGone } from "../measure/service-gone.ts";
import { type ServiceWatch, watchService } from "../measure/service-watch.ts";
import { scenarioNamed } from "../scenario/find-scenario.ts";
import { scriptPlan, textEnv } from "../script/script-plan.ts";
import { ScriptWatch, wantedMetrics } from "../script/script-watch.ts";
import { headersFrom, targetFromEnv } from "../target/target.ts";
import type { ShardArguments } from "./shard-arguments.ts";
import { type ShardSetting, shardHeader } from "./shard-header.ts";

const TICK_MS = 1000;
/** While the start and the end of the warm-up are waited for: what is measured begins there. */
const WAIT_MS = 50;
/** After the plan's end: k6's graceful stop of 30 s and a request's time limit of 60 s, with room. */
const ENGINE_GRACE_MS = 120_000;

/** The service that all shards ask; no shard may start one of its own. @throws CliError */
function serviceUrl(world: World): string {
  const { BASE_URL } = world.env;
  const target = targetFromEnv({ BASE_URL }, "after");
  if (target.kind === "url") return target.url;
  throw new CliError("BASE_URL is not set", { hint: "A shard asks the service that all shards ask: name it." });
}

async function settingOf(given: ShardArguments, base: World): Promise<ShardSetting> {
  // FLEET is for whoever starts shards.
  const world: World = { ...base, env: { ...base.env, ...given.env, FLEET: undefined } };
  if (world.env.FLEET_SCRIPT === "1") return scriptSetting(given, world);
  const service = await findService(world);
  return {
    world,
    plan: planFor(await scenarioNamed(world, basename(given.script).replace(/\.[^.]*$/, "")), world.env, service),
    place: given.place,
    run: given.run ?? (world.env.FLEET_RUN || "run"),
    script: given.script,
    engine: await chooseEngine(world, service.streams),
    service,
    url: serviceUrl(world),
  };
}

/** A share of a script that knows nothing of Tailgate; its parent has said already what its plan makes one say. */
async function scriptSetting(given: ShardArguments, world: World): Promise<ShardSetting> {
  const engine = await chooseEngine(world);
  const quiet = { ...world, stderr: { write: () => undefined, columns: undefined, colour: false } };
  return {
    world,
    plan: await scriptPlan({ path: given.script, engine, world: quiet }, {}),
    place: given.place,
    run: given.run ?? "run",
    script: given.script,
    engine,
    service: undefined,
    url: world.env.BASE_URL ?? "",
  };
}

/** What the engine is given: our own scenario's bundle, or a script with the user's environment. */
function engineInput(setting: ShardSetting, header: ShardHeader): Pick<EngineRun, "script" | "env" | "foreign"> {
  const { world, plan, script, url } = setting;
  const { foreign } = plan;
  if (foreign === undefined) {
    return {
      script,
      env: { ...toEnv(plan.options), BASE_URL: url, TAILGATE_RUN: "1", ...answersFrom(world, header) },
    };
  }
  const { options } = foreign;
  const metrics = wantedMetrics(foreign);
  return { script, env: textEnv(world.env), foreign: { script: foreign.script, options, metrics, variables: {} } };
}

/** What the answers are held against, and how, as a run of one process does. */
const answersFrom = ({ env: { GOLDEN = "" } }: World, { golden }: ShardHeader): Record<string, string> => ({
  GOLDEN,
  ...(golden?.facts.vocabulary === "another" ? { ACCURACY: "off" } : {}),
});

/** Ticks once a second until the engine ends; the machine is watched from the end of the warm-up, once it started. */
async function attend(
  running: EngineRunning,
  { world, plan }: ShardSetting,
  startedAt: () => number | undefined,
  onTick: () => void,
) {
  const machine = new MachineWatch(world, running);
  const ended = new AbortController();
  const end = (): void => ended.abort();
  running.outcome.then(end, end);
  let measuring = false;
  while (!ended.signal.aborted) {
    onTick();
    const start = startedAt();
    const elapsedMs = start === undefined ? undefined : world.monotonic() - start;
    if (elapsedMs !== undefined) {
      if (!measuring && elapsedMs >= plan.options.warmupMs) {
        measuring = true;
        machine.begin();
      }
      if (elapsedMs <= plannedMs(plan) + TICK_MS) machine.tick();
      if (elapsedMs > plannedMs(plan) + ENGINE_GRACE_MS) {
        running.kill("it did not end when the run was over, and was killed");
      }
    }
    await world.sleep(ms(measuring ? TICK_MS : WAIT_MS), ended.signal);
  }
  return machine.facts();
}

/** Exit codes of an engine that was told to end. */
const ENDED_EARLY: readonly number[] = [exit.stopped, exit.interrupted, exit.testAborted];

/** @param gone why there was no service any more, when that ended it */
function endOf(
  outcome: EngineOutcome,
  interrupted: boolean,
  gone: string | undefined,
): Omit<ShardEnd, "generator" | "service"> {
  const { died, problem, metrics } = outcome;
  const exitCode = gone === undefined ? outcome.exitCode : exit.invalid;
  const what = gone ?? died ?? problem;
  return {
    exitCode,
    problem: what === undefined ? (interrupted ? "it was told to end" : null) : redactText(what),
    partial: interrupted || gone !== undefined || died !== undefined || ENDED_EARLY.includes(exitCode),
    kinds: Object.fromEntries(metrics),
  };
}

/** Iterations of a script that threw are counted, as k6 does; they are no end of its own. */
const ownFaultOnly = (outcome: EngineOutcome, { foreign }: RunPlan): EngineOutcome =>
  foreign !== undefined && outcome.problem === undefined && outcome.exitCode === exit.scriptException
    ? { ...outcome, exitCode: exit.ok }
    : outcome;

/** Runs a share and resolves to its shard, also when it was cut short. @throws CliError for what a user can mend */
export async function runShard(given: ShardArguments, base: World): Promise<Shard> {
  const setting = await settingOf(given, base);
  const { world, plan, engine, url } = setting;
  const described = setting.service?.service.metrics;
  const header = await shardHeader(setting);
  // A script sends what it likes.
  const headers = plan.foreign === undefined ? headersFrom(world.env) : {};
  const fold = new RecordingFold();
  const gone = new ServiceGone();
  const stop = new AbortController();
  let startedAt: number | undefined;
  const toFold: SampleSink = (name, timeMs, value, tags) => {
    if (name === metric.started) startedAt ??= world.monotonic();
    fold.add(name, timeMs, value, tags);
    gone.add(name, timeMs, value, tags);
  };
  const watch = plan.foreign === undefined ? undefined : new ScriptWatch(plan, plan.foreign, toFold);
  // One of all is enough, and the parent of local shards watches by itself.
  const watches = given.place.index === 1 && world.env.FLEET_WATCH !== "0";
  const service: ServiceWatch | undefined = watches ? watchService({ url, headers }, world, described) : undefined;
  const wallStartMs = world.now();
  try {
    const running = engine.run({
      ...engineInput(setting, header),
      headers,
      flags: given.flags,
      onSample: watch?.add ?? toFold,
      onNotice: (line) => world.stderr.write(`${line}\n`),
      signal: AbortSignal.any([world.interrupted, stop.signal]),
      world,
    });
    const endIfGone = (): void => {
      if (gone.why(false) !== undefined) stop.abort();
    };
    const facts = await attend(running, setting, () => startedAt, endIfGone);
    const { cpuFraction, cpuWaitedMs, stealFraction, clockStepMs } = facts;
    const outcome = ownFaultOnly(await running.outcome, plan);
    const { lagMsP99, longestGapMs } = outcome;
    const startMs = fold.close(0).startedAtMs ?? wallStartMs;
    const end: ShardEnd = {
      ...endOf(outcome, world.interrupted.aborted, stop.signal.aborted ? gone.why(true) : undefined),
      generator: { cpuFraction, cpuWaitedMs, stealFraction, clockStepMs, lagMsP99, longestGapMs },
      service: (await service?.stop(startMs)) ?? null,
      ...(watch === undefined ? {} : { script: watch.share(outcome.scriptErrors ?? 0) }),
    };
    return newShard(header, end, fold);
  } finally {
    await service?.stop(wallStartMs);
  }
}
