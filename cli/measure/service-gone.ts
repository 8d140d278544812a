// Whether the service is still there, by what requests say: a run against a port where nobody listens any more is
// ended, since it only counts refusals, as fast as they come.

import type { SampleSink } from "../../lib/core/metric-sample.ts";

/** k6's error code of a refused connection; the runner gives the same. */
const REFUSED = "1212";
/** Nothing but refusals for so long: a service that restarts is back by then, or its run is lost anyhow. */
const GONE_AFTER_MS = 5000;

export class ServiceGone {
  #refusedSinceMs: number | undefined;
  #lastRefusedMs = 0;

  readonly add: SampleSink = (name, timeMs, _, tags) => {
    if (name !== "http_req_duration") return;
    if (tags.error_code !== REFUSED) {
      this.#refusedSinceMs = undefined;
      return;
    }
    this.#refusedSinceMs ??= timeMs;
    this.#lastRefusedMs = timeMs;
  };

  /** Why there is no point in going on; undefined while there is. @param dead whether the service is known to have ended */
  why(dead: boolean): string | undefined {
    if (this.#refusedSinceMs === undefined) return undefined;
    const refusedMs = this.#lastRefusedMs - this.#refusedSinceMs;
    if (refusedMs < GONE_AFTER_MS && !dead) return undefined;
    return `every connection was refused for the last ${Math.round(refusedMs / 1000)} s, so the run was ended`;
  }
}
