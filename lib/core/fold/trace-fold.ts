// The trace ids of an endpoint's slowest and failed requests, from the samples that requests left of themselves; nothing
// where the load carried none.

import { type Tags, tag } from "../metric-sample.ts";
import type { EndpointRecord } from "../recording.ts";
import { NotableRequests, type TracedRequest } from "../trace/notable-requests.ts";

export class TraceFold {
  readonly #notable = new NotableRequests();

  /** @param atMs end of the request, in ms since the start of the run */
  add(atMs: number, ms: number, tags: Tags): void {
    const traceId = tags[tag.trace];
    const failure = tags[tag.failure];
    if (traceId !== undefined) this.#notable.add({ traceId, atMs, ms, ...(failure === undefined ? {} : { failure }) });
  }

  absorb(requests: readonly TracedRequest[]): void {
    for (const request of requests) this.#notable.add(request);
  }

  drain(): readonly TracedRequest[] {
    return this.#notable.drain();
  }

  /** The recording's part; empty when no request was traced. */
  close(): Pick<EndpointRecord, "traces"> {
    const { slowest, failed } = this.#notable;
    if (slowest.length + failed.length === 0) return {};
    return {
      traces: {
        slowest: [...slowest],
        failed: failed.map(({ failure = "", ...request }) => ({ ...request, failure })),
      },
    };
  }
}
