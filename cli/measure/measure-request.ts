// What one run needs to be told.

import type { RecordingFold } from "../../lib/core/fold/recording-fold.ts";
import type { LoadPlan } from "../../lib/core/load/load-plan.ts";
import type { SampleSink } from "../../lib/core/metric-sample.ts";
import type { GoldenFacts, Recording } from "../../lib/core/recording.ts";
import type { World } from "../../lib/core/world.ts";
import type { ServiceUnderTest } from "../../lib/node/service/service-under-test.ts";
import type { DashboardRequest, Engine } from "../engine/engine.ts";
import type { ScriptRun } from "../script/script-plan.ts";
import type { RunningTarget } from "../target/target.ts";

/** The load of a run: a scenario's, or that of a script which knows nothing of Tailgate. */
export type RunPlan = LoadPlan & {
  readonly foreign?: ScriptRun;
  /** Path of the scenario, when it is not one of the suite's. */
  readonly ownFile?: string;
};

export interface MeasureRequest {
  readonly plan: RunPlan;
  readonly label: string;
  /** Whether it is a probe of a search. */
  readonly isProbe?: boolean;
  readonly engine: Engine;
  readonly target: RunningTarget;
  readonly world: World;
  /** As it is described: its requests, and the rows they carry. Undefined for a script, which knows its own. */
  readonly service: ServiceUnderTest | undefined;
  /** Golden answers to hold the run against: the file the script reads, and what the recording says of it. */
  readonly golden: { readonly path: string; readonly facts: GoldenFacts } | undefined;
  /** Ends the run early; its recording is then partial. */
  readonly signal: AbortSignal;
  /** Called once a second while the run lasts; `soFar` gives the run as a recording that is not finished. */
  readonly onTick: (elapsedMs: number | undefined, fold: RecordingFold, soFar: () => Recording) => void;
  /** Asks for the engine's own live page. */
  readonly dashboard?: DashboardRequest;
  readonly onNotice: (line: string) => void;
  /** Takes every sample beside the recording. */
  readonly onSample?: SampleSink;
}
