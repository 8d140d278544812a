// One run from start to recording: engine, fold, watches, verdicts. It prints nothing; what a run looks like while it
// lasts is for its `onTick`.

import { numberedRequests } from "../../lib/core/fleet/numbered-requests.ts";
import { RecordingFold } from "../../lib/core/fold/recording-fold.ts";
import { toEnv } from "../../lib/core/load/load-options.ts";
import { type LoadPlan, plannedMs } from "../../lib/core/load/load-plan.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { ms } from "../../lib/core/units.ts";
import { scenarioScript } from "../../lib/node/service/bundle-scenario.ts";
import type { EngineOutcome, EngineRun, EngineRunning } from "../engine/engine.ts";
import { checkDivisible } from "./check-divisible.ts";
import { composeRecording } from "./compose-recording.ts";
import { fleetMachine } from "./fleet-machine.ts";
import { MachineWatch } from "./machine-watch.ts";
import type { MeasureRequest } from "./measure-request.ts";
import { recordingSoFar } from "./recording-so-far.ts";
import { type RunHeader, runHeader } from "./run-header.ts";
import { ServiceGone } from "./service-gone.ts";
import { watchService } from "./service-watch.ts";

const TICK_MS = 1000;
/** After the plan's end: k6's graceful stop of 30 s and a request's time limit of 60 s, with room. */
const ENGINE_GRACE_MS = 120_000;

export interface Measured {
  readonly recording: Recording;
  readonly outcome: EngineOutcome;
}

const numbered = (plan: LoadPlan): Pick<EngineRun, "isNumbered"> => {
  const isNumbered = numberedRequests(plan);
  return isNumbered === undefined ? {} : { isNumbered };
};

interface RunSoFar {
  readonly header: RunHeader;
  readonly fold: RecordingFold;
  readonly gone: ServiceGone;
  /** Ends the engine early. */
  readonly stop: AbortController;
}

/** Ends a run that has nothing to measure any more, or a generator that does not end by itself. */
function endInTime(elapsedMs: number, running: EngineRunning, request: MeasureRequest, { gone, stop }: RunSoFar): void {
  if (gone.why(request.target.ended() !== undefined) !== undefined) stop.abort();
  // k6 waits at its end for as long as somebody looks at its page.
  if (request.dashboard === undefined && elapsedMs > plannedMs(request.plan) + ENGINE_GRACE_MS)
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
    request.onTick(ranMs, fold, () => recordingSoFar(header, plan, fold, ranMs ?? 0));
    await world.sleep(ms(TICK_MS), ended.signal);
  }
  return machine;
}

/** Runs a plan against a service that answers. The recording is judged but not yet written. */
export async function measure(request: MeasureRequest): Promise<Measured> {
  const { plan, engine, target, world } = request;
  checkDivisible(plan, engine.processes ?? 1);
  const fold = new RecordingFold();
  const gone = new ServiceGone();
  const stop = new AbortController();
  const script = await scenarioScript(plan.scenario, request.service);
  const header = await runHeader(request, script);
  const service = watchService(target, world, request.service.service.metrics);
  const startedAtMs = world.now();
  try {
    const running = engine.run({
      script,
      env: {
        ...toEnv(plan.options),
        BASE_URL: target.url,
        TAILGATE_RUN: "1",
        ...(request.golden === undefined ? {} : { GOLDEN: request.golden.path }),
        ...(request.golden?.facts.vocabulary === "another" ? { ACCURACY: "off" } : {}),
      },
      headers: target.headers,
      ...numbered(plan),
      onSample: (...sample) => {
        fold.add(...sample);
        gone.add(...sample);
        request.onSample?.(...sample);
      },
      onNotice: request.onNotice,
      signal: AbortSignal.any([request.signal, stop.signal]),
      world,
      ...(request.dashboard === undefined ? {} : { dashboard: request.dashboard }),
    });
    const machine = await attend(running, request, { header, fold, gone, stop });
    const outcome = await running.outcome;
    const serviceGone = stop.signal.aborted ? gone.why(true) : undefined;
    const { fleet } = outcome;
    const seen = fleet === undefined ? { fold, machine } : { fold: fleet.fold, machine: fleetMachine(fleet) };
    const parts = { request, ...seen, service, outcome, header, startedAtMs };
    const recording = await composeRecording({ ...parts, stopped: stop.signal.aborted, serviceGone });
    return { recording, outcome };
  } finally {
    // Also after a failure: a watch that goes on would keep the process alive.
    await service.stop(startedAtMs);
  }
}
