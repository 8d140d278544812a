// What one virtual user gives to the k6 modules it runs: tags, a sample sink, options and the end of its iteration.

import type { SampleSink, Tags } from "../../lib/core/metric-sample.ts";
import type { Millis } from "../../lib/core/units.ts";

/** Options of the HTTP client, with k6's names and defaults. */
export interface HttpOptions {
  readonly batch: number;
  readonly batchPerHost: number;
  readonly maxRedirects: number;
  readonly userAgent: string;
  readonly throw: boolean;
  readonly discardResponseBodies: boolean;
  readonly insecureSkipTLSVerify: boolean;
  readonly noConnectionReuse: boolean;
  readonly noVUConnectionReuse: boolean;
  readonly noCookiesReset: boolean;
  /** Requests per second over all VUs; undefined is no limit. */
  readonly rps: number | undefined;
  /** Host (and optional :port) to address, as /etc/hosts would. */
  readonly hosts: Readonly<Record<string, string>>;
  readonly systemTags: ReadonlySet<string>;
}

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
