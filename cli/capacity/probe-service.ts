// One probe of a real service: a run of the capacity scenario at one load, recorded like any other run.

import type { SearchPlan } from "../../lib/core/capacity/model.ts";
import { probeResult } from "../../lib/core/capacity/probe-result.ts";
import type { LoadOptions } from "../../lib/core/load/load-options.ts";
import { ms } from "../../lib/core/units.ts";
import { checkOutcome } from "../measure/check-outcome.ts";
import { keepRecording } from "../measure/keep-recording.ts";
import { measure } from "../measure/measure.ts";
import type { MeasureRequest, RunPlan } from "../measure/measure-request.ts";
import type { DescribedTarget } from "../target/target.ts";
import { coolDown } from "./cool-down.ts";
import type { RunProbe } from "./search-service.ts";
import { watchStalls } from "./stall-watch.ts";

export interface ProbeSetting {
  readonly search: SearchPlan;
  /** What every probe has in common; users or rate, length and seed are the probe's own. */
  readonly options: LoadOptions;
  readonly planOf: (options: LoadOptions) => RunPlan;
  readonly run: Omit<MeasureRequest, "plan">;
  /** How fast the service answers at rest; undefined for a script's service, of which nobody knows what to ask it. */
  readonly rest: { readonly target: DescribedTarget; readonly idleMs: number } | undefined;
  readonly resultsDir: string;
}

/** Between probes of a service that cannot be asked whether it is at rest. */
const SCRIPT_PAUSE_MS = 2000;

const optionsFor = (setting: ProbeSetting, load: number, durationMs: number, nth: number): LoadOptions => ({
  ...setting.options,
  ...(setting.search.unit === "users" ? { users: load, ratePerSec: undefined } : { ratePerSec: load }),
  durationMs,
  // Another seed each time: a repeated window is new evidence, not the same texts and arrivals once more.
  seed: setting.options.seed + nth,
});

/** Measures a load on a running service, records it, and lets the service come to rest. */
export const probeService =
  (setting: ProbeSetting): RunProbe =>
  async ({ load, durationMs }, nth) => {
    const { world } = setting.run;
    const from = world.monotonic();
    const plan = setting.planOf(optionsFor(setting, load, durationMs, nth));
    const over = new AbortController();
    const stalls = watchStalls(world, over.signal);
    const { recording, outcome } = await measure({ ...setting.run, plan, isProbe: true }).finally(() => over.abort());
    checkOutcome(plan, outcome, recording);
    const { misplaced } = await keepRecording(setting.resultsDir, recording);
    if (misplaced !== undefined) setting.run.onNotice(misplaced.message);
    const { rest } = setting;
    if (rest === undefined) await world.sleep(ms(SCRIPT_PAUSE_MS), world.interrupted);
    else await coolDown(rest.target, world, rest.idleMs);
    return probeResult(recording, setting.search, world.monotonic() - from, stalls);
  };
