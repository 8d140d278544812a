// One run from start to recording: engine, fold, watches, verdicts. It prints nothing; what a run looks like while it
// lasts is for its `onTick`.

import { numberedRequests } from "../../lib/core/fleet/numbered-requests.ts";
import { RecordingFold } from "../../lib/core/fold/recording-fold.ts";
import { toEnv } from "../../lib/core/load/load-options.ts";
import { plannedMs } from "../../lib/core/load/load-plan.ts";
import type { SampleSink } from "../../lib/core/metric-sample.ts";
import { absentSubjects } from "../../lib/core/objectives/own-objectives.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { ms } from "../../lib/core/units.ts";
import { scenarioScript } from "../../lib/node/service/bundle-scenario.ts";
import type { EngineOutcome, EngineRun, EngineRunning } from "../engine/engine.ts";
import { planVariables, textEnv } from "../script/script-plan.ts";
import { ScriptWatch, wantedMetrics } from "../script/script-watch.ts";
import { checkDivisible } from "./check-divisible.ts";
import { composeRecording } from "./compose-recording.ts";
import { watchCost } from "./cost-watch.ts";
import { fleetMachine } from "./fleet-machine.ts";
import { MachineWatch } from "./machine-watch.ts";
import type { MeasureRequest, RunPlan } from "./measure-request.ts";
import { recordingSoFar } from "./recording-so-far.ts";
import { type RunHeader, runHeader } from "./run-header.ts";
import { ServiceGone } from "./service-gone.ts";
import { watchService } from "./service-watch.ts";

const TICK_MS = 1000;
/** After the plan's end: k6's graceful stop of 30 s and a request's time limit of 60 s, with room. */
const ENGINE_GRACE_MS = 120_000;
/** What a script's setup, teardown and handleSummary may take in k6, unless it says otherwise. */
const SCRIPT_GRACE_MS = 240_000;

export interface Measured {
  readonly recording: Recording;
  readonly outcome: EngineOutcome;
}

const numbered = (plan: RunPlan): Pick<EngineRun, "isNumbered"> => {
  const isNumbered = numberedRequests(plan);
  return isNumbered === undefined ? {} : { isNumbered };
};

interface RunSoFar {
  readonly header: RunHeader;
  readonly fold: RecordingFold;
  readonly gone: ServiceGone;
  /** Of a foreign script. */
  readonly script: ScriptWatch | undefined;
  /** Ends the engine early. */
  readonly stop: AbortController;
}

/** Ends a run that has nothing to measure any more, or a generator that does not end by itself. */
function endInTime(elapsedMs: number, running: EngineRunning, request: MeasureRequest, run: RunSoFar): void {
  const { gone, script, stop } = run;
  if (gone.why(request.target.ended() !== undefined) !== undefined) stop.abort();
  if (script?.crossed() !== undefined) stop.abort();
  const graceMs = ENGINE_GRACE_MS + (script === undefined ? 0 : SCRIPT_GRACE_MS);
  // k6 waits at its end for as long as somebody looks at its page.
  if (request.dashboard === undefined && elapsedMs > plannedMs(request.plan) + graceMs)
    running.kill("it did not end when the run was over, and was killed");
}

/** Ticks once a second until the run ends; begins to watch the machine when the warm-up is over. */
async function attend(running: EngineRunning, request: MeasureRequest, run: RunSoFar): Promise<MachineWatch> {
  const { world, plan } = request;
  const { header, fold } = run;
  const machine = new MachineWatch(world, running);
  const start = world.monotonic();
  const ended = new AbortController();
  const end = (): void => ended.abort();
  running.outcome.then(end, end);
  let measuring = false;
  while (!ended.signal.aborted) {
    const elapsedMs = world.monotonic() - start;
    if (!measuring && elapsedMs >= plan.options.warmupMs) {
      measuring = true;
      machine.begin();
    }
    if (elapsedMs <= plannedMs(plan) + TICK_MS) machine.tick();
    endInTime(elapsedMs, running, request, run);
    // The recording's own clock: an engine takes its time to start.
    const startedAtMs = fold.startedAtMs();
    const ranMs = startedAtMs === undefined ? undefined : Math.max(0, world.now() - startedAtMs);
    request.onTick(ranMs, fold, () => recordingSoFar(header, plan, fold, ranMs ?? 0, run.script));
    await world.sleep(ms(TICK_MS), ended.signal);
  }
  return machine;
}

/** What the engine is given: our own scenario's bundle, or a script with the user's environment. */
async function engineInput({
  plan,
  target,
  golden,
  world,
  service,
}: MeasureRequest): Promise<Pick<EngineRun, "script" | "env" | "foreign">> {
  const { foreign } = plan;
  if (foreign !== undefined) {
    const { script, options } = foreign;
    const url = target.url === "" ? {} : { BASE_URL: target.url };
    const metrics = wantedMetrics(foreign);
    const env = { ...textEnv(world.env), ...url };
    return { script: script.path, env, foreign: { script, options, metrics, variables: planVariables(plan) } };
  }
  if (service === undefined) throw new Error("a scenario needs a service that is described");
  return {
    script: await scenarioScript({ name: plan.scenario, own: plan.ownFile }, service),
    env: {
      // For the processes of a fleet, which know a scenario by its script's name.
      ...(plan.ownFile === undefined ? {} : { SCENARIO: plan.ownFile }),
      ...toEnv(plan.options),
      BASE_URL: target.url,
      TAILGATE_RUN: "1",
      ...(golden === undefined ? {} : { GOLDEN: golden.path }),
      ...(golden?.facts.vocabulary === "another" ? { ACCURACY: "off" } : {}),
    },
  };
}

/** Runs a plan against a service that answers. The recording is judged but not yet written. */
export async function measure(request: MeasureRequest): Promise<Measured> {
  const { plan, engine, target, world } = request;
  checkDivisible(plan, engine.processes ?? 1);
  const { foreign } = plan;
  const fold = new RecordingFold();
  const gone = new ServiceGone();
  const stop = new AbortController();
  const toFold: SampleSink = (...sample) => {
    fold.add(...sample);
    gone.add(...sample);
    request.onSample?.(...sample);
  };
  const script = foreign === undefined ? undefined : new ScriptWatch(plan, foreign, toFold);
  const input = await engineInput(request);
  const header = await runHeader(request, input.script);
  const service = watchService(target, world, request.service?.service.metrics);
  const cost = await watchCost(target, service, world);
  const startedAtMs = world.now();
  try {
    const running = engine.run({
      ...input,
      headers: target.headers,
      ...(foreign === undefined ? numbered(plan) : {}),
      onSample: script?.add ?? toFold,
      onNotice: request.onNotice,
      signal: AbortSignal.any([request.signal, stop.signal]),
      world,
      ...(request.dashboard === undefined ? {} : { dashboard: request.dashboard }),
    });
    const machine = await attend(running, request, { header, fold, gone, script, stop });
    const outcome = await running.outcome;
    const serviceGone = stop.signal.aborted ? gone.why(true) : undefined;
    const { fleet } = outcome;
    for (const share of fleet?.shards ?? []) if (share.script !== undefined) script?.absorb(share.script);
    const seen = fleet === undefined ? { fold, machine } : { fold: fleet.fold, machine: fleetMachine(fleet) };
    const parts = { request, ...seen, script, service, cost, outcome, header, startedAtMs };
    const recording = await composeRecording({ ...parts, stopped: stop.signal.aborted, serviceGone });
    for (const note of script?.notes() ?? []) request.onNotice(note);
    const asked = recording.endpoints.map(({ name }) => name);
    const absent = foreign === undefined || asked.length === 0 ? [] : absentSubjects(plan.objectives, asked);
    for (const line of absent) request.onNotice(`OBJECTIVES: ${line}`);
    return { recording, outcome };
  } finally {
    // Also after a failure: a watch that goes on would keep the process alive.
    await cost.stop();
    await service.stop(startedAtMs);
  }
}
