// What one run needs to be told.

import type { RecordingFold } from "../../lib/core/fold/recording-fold.ts";
import type { LoadPlan } from "../../lib/core/load/load-plan.ts";
import type { World } from "../../lib/core/world.ts";
import type { Engine } from "../engine/engine.ts";
import type { RunningTarget } from "../target/target.ts";

export interface MeasureRequest {
  readonly plan: LoadPlan;
  readonly label: string;
  readonly engine: Engine;
  readonly target: RunningTarget;
  readonly world: World;
  /** Further variables for the script. */
  readonly env?: Readonly<Record<string, string>>;
  /** Ends the run early; its recording is then partial. */
  readonly signal: AbortSignal;
  /** Called once a second while the run lasts. */
  readonly onTick: (elapsedMs: number, fold: RecordingFold) => void;
  readonly onNotice: (line: string) => void;
}
