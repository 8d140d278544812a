// What one virtual user gives to the k6 modules it runs: tags, a sample sink, options and the end of its iteration.

import type { SampleSink, Tags } from "../../lib/core/metric-sample.ts";
import type { Millis } from "../../lib/core/units.ts";
import type { HttpOptions } from "../options/http-options.ts";

export interface VuContext {
  /** `__VU`: 1, 2, 3…; 0 in setup and teardown. */
  readonly id: number;
  readonly http: HttpOptions;
  /** Tags every sample carries now: run, scenario and group tags, and the VU's own. */
  tags(): Tags;
  readonly emit: SampleSink;
  /** Monotonic clock, and the same instant as wall clock. */
  monotonic(): Millis;
  wall(monotonic: Millis): Millis;
  /** Aborts when the current iteration must end; a request under way then ends without a sample. */
  signal(): AbortSignal;
  /** Waits; when the iteration must end, the promise never settles and the iteration is dropped as it stands. */
  sleep(duration: Millis): Promise<void>;
}
