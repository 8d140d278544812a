// Turns a finished request into k6's nine HTTP samples.

import type { Tags } from "../../lib/core/metric-sample.ts";
import { ms } from "../../lib/core/units.ts";
import type { HttpClient } from "./client.ts";
import type { Exchange } from "./exchange.ts";
import type { ExpectedStatuses } from "./expected-statuses.ts";
import { type Failure, statusErrorCode } from "./failure.ts";
import type { UserTags } from "./tag-sets.ts";

/** What the samples of one request are about. */
export interface Outcome {
  readonly method: string;
  /** URL as tags show it. */
  readonly url: string;
  /** Name of the URL's template; undefined: the URL itself. */
  readonly name: string | undefined;
  /** The VU's tags when the request was made: a group may have ended since. */
  readonly base: Tags;
  readonly tags: UserTags;
  /** Null: the script judges for itself. */
  readonly expected: ExpectedStatuses | null;
  readonly failure: Failure | undefined;
  /** Undefined when the request failed before anything was sent: all times are 0. */
  readonly exchange: Exchange | undefined;
}

/**
 * Emits the samples. Times in ms; duration = sending + waiting + receiving. A failed request has status 0, and what of
 * its times it got through; without a judgement there is no `http_req_failed`.
 */
export function emitOutcome(client: HttpClient, outcome: Outcome): void {
  const { vu } = client;
  const { exchange, failure, expected } = outcome;
  const head = failure ? undefined : exchange?.response;
  const status = head?.status ?? 0;
  const good = expected === null ? undefined : expected.has(status);
  const tags = client.shared.tagSets.get(outcome.base, outcome.tags, {
    method: outcome.method,
    url: outcome.url,
    name: outcome.name,
    status,
    proto: head?.proto ?? "",
    tlsVersion: exchange?.tlsVersion ?? "",
    expected: good,
    error: failure?.message ?? "",
    errorCode: failure?.code ?? statusErrorCode(status),
  });
  const at = exchange ? vu.wall(ms(exchange.endedAt)) : vu.wall(vu.monotonic());
  const sending = exchange?.sending ?? 0;
  const waiting = exchange?.waiting ?? 0;
  const receiving = exchange?.receiving ?? 0;
  const { emit } = vu;
  emit("http_reqs", at, 1, tags);
  emit("http_req_duration", at, sending + waiting + receiving, tags);
  emit("http_req_blocked", at, exchange?.blocked ?? 0, tags);
  emit("http_req_connecting", at, exchange?.connectingMs ?? 0, tags);
  emit("http_req_tls_handshaking", at, exchange?.handshakingMs ?? 0, tags);
  emit("http_req_sending", at, sending, tags);
  emit("http_req_waiting", at, waiting, tags);
  emit("http_req_receiving", at, receiving, tags);
  if (good !== undefined) emit("http_req_failed", at, good ? 0 : 1, tags);
}
