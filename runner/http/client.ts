// The HTTP client of one VU: its connections, its cookie jar, its tags, and the requests it has under way. Requests
// end in a response or a record of failure; only what the script got wrong, or the end of the iteration, is thrown.

import type { VuContext } from "../vu/context.ts";
import type { ReadShared } from "./connection.ts";
import { ConnectionPool, type Traffic } from "./connection-pool.ts";
import { CookieJar } from "./cookie-jar-api.ts";
import type { DebugLog } from "./debug-log.ts";
import { type ExpectedStatuses, successStatuses } from "./expected-statuses.ts";
import type { RateLimit } from "./rate-limit.ts";
import { Resolver } from "./resolver.ts";
import type { RequestAgain } from "./response.ts";
import { RequestTagSets } from "./tag-sets.ts";
import { TargetCache } from "./target.ts";

/** What the clients of one thread share. Make it with `sharedHttp`. */
export interface HttpShared extends ReadShared {
  readonly resolver: Resolver;
  readonly targets: TargetCache;
  readonly tagSets: RequestTagSets;
  readonly limit: RateLimit | undefined;
  /** Called with the instant (monotonic, ms) at which a request is written. */
  readonly onSend: ((vuId: number, at: number) => void) | undefined;
  /** Called for each request that failed, with k6's words for it. */
  readonly onFailed: ((error: string) => void) | undefined;
  /** Called with what a script is told of a request that is sent all the same. */
  readonly onWarning: ((text: string) => void) | undefined;
  /** Called with each request and each answer, when the options say so. */
  readonly onDebug: DebugLog | undefined;
}

/** One read buffer for all connections of a thread: a read is used up before the next one begins. */
const READ_BYTES = 64 * 1024;

export interface SharedHttpOptions {
  /** Clock of all VUs of the thread, ms. */
  readonly monotonic: () => number;
  readonly systemTags: ReadonlySet<string>;
  /** The thread's part of the `rps` option; none: no limit. */
  readonly limit?: RateLimit;
  readonly onSend?: (vuId: number, at: number) => void;
  readonly onFailed?: (error: string) => void;
  readonly onWarning?: (text: string) => void;
  readonly onDebug?: DebugLog;
}

/** State that all clients of a thread share. */
export function sharedHttp(options: SharedHttpOptions): HttpShared {
  return {
    readBuffer: Buffer.allocUnsafeSlow(READ_BYTES),
    pending: { held: 0 },
    resolver: new Resolver(options.monotonic),
    targets: new TargetCache(),
    tagSets: new RequestTagSets(options.systemTags),
    limit: options.limit,
    onSend: options.onSend,
    onFailed: options.onFailed,
    onWarning: options.onWarning,
    onDebug: options.onDebug,
  };
}

export class HttpClient {
  /** Makes a request for a form or a link of a response. */
  again: RequestAgain | undefined;
  readonly vu: VuContext;
  readonly shared: HttpShared;
  readonly pool: ConnectionPool;
  readonly jar: CookieJar;
  /** Which statuses count as success; null switches the judgement off. */
  expected: ExpectedStatuses | null = successStatuses;
  #signal: AbortSignal | undefined;

  constructor(vu: VuContext, shared: HttpShared) {
    this.vu = vu;
    this.shared = shared;
    const onSend = shared.onSend;
    this.pool = new ConnectionPool(
      { http: vu.http, monotonic: () => vu.monotonic() },
      shared,
      shared.resolver,
      onSend && ((at) => onSend(vu.id, at)),
    );
    this.jar = new CookieJar(() => this.wallNow());
  }

  /** ms since 1970. */
  wallNow(): number {
    return this.vu.wall(this.vu.monotonic());
  }

  /** Makes requests under way end with the current iteration. False when it has ended already. */
  watchIteration(): boolean {
    const signal = this.vu.signal();
    if (signal.aborted) return false;
    if (signal === this.#signal) return true;
    this.#signal?.removeEventListener("abort", this.#cut);
    this.#signal = signal;
    signal.addEventListener("abort", this.#cut, { once: true });
    return true;
  }

  /** Call after each iteration: the next has an empty jar, and with noVUConnectionReuse new connections. */
  endIteration(): void {
    if (!this.vu.http.noCookiesReset && this.jar.store.size > 0) this.jar.store.clear();
    if (this.vu.http.noVUConnectionReuse) this.pool.closeIdle();
  }

  /** Bytes sent and received since the last call: k6's data_sent and data_received, once an iteration. */
  takeTraffic(): Traffic {
    return this.pool.takeTraffic();
  }

  /** Closes all connections. */
  close(): void {
    this.#signal?.removeEventListener("abort", this.#cut);
    this.#signal = undefined;
    this.pool.close();
  }

  #cut = (): void => {
    this.#signal = undefined;
    this.pool.abandon();
  };
}
