// One call of a script: the request, its redirects, its samples, and the response that the call ends with.

import type { Tags } from "../../lib/core/metric-sample.ts";
import { ms } from "../../lib/core/units.ts";
import { goError } from "../vu/go-error.ts";
import type { BodyStream } from "./body-stream.ts";
import type { HttpClient } from "./client.ts";
import { type Decoded, decode, knownCodings } from "./content-coding.ts";
import { parseSetCookie } from "./cookie.ts";
import { DebuggedExchange } from "./debug-log.ts";
import { type BodyKind, Exchange, type ExchangeOwner } from "./exchange.ts";
import { type Failure, failure, statusErrorCode } from "./failure.ts";
import { canonicalName } from "./header-name.ts";
import { MAX_LOCATION } from "./limits.ts";
import { cookieHeader, fieldValue, type RequestDraft, redirected, requestHead } from "./request.ts";
import { toArrayBuffer } from "./request-bytes.ts";
import type { RequestParams } from "./request-params.ts";
import { HttpResponse, type RequestFacts, type ResponseBody } from "./response.ts";
import { emitOutcome } from "./samples.ts";
import { parseTarget } from "./target.ts";

/** What a script asked for, checked. */
export interface CallPlan {
  readonly draft: RequestDraft;
  /** The URL as the script gave it. */
  readonly url: string;
  /** From a `http.url` template. */
  readonly name: string | undefined;
  readonly params: RequestParams;
  /** Takes the bodies of the answers as they come, redirects' included. */
  readonly stream?: BodyStream | undefined;
}

/** Told how a call ended. */
export interface CallEnd {
  resolve(response: HttpResponse): void;
  reject(reason: unknown): void;
}

type Redirect = { readonly ok: true; readonly url: string } | { readonly ok: false; readonly failure: Failure };

const redirectStatuses = new Set([301, 302, 303, 307, 308]);
const none: readonly never[] = [];

/** "Get", as k6 writes a method in an exception. */
export const failedText = (method: string, url: string, why: string): string => `${titled(method)} "${url}": ${why}`;
const titled = (method: string): string => method.slice(0, 1) + method.slice(1).toLowerCase();

function encodingOf(fields: readonly string[]): string {
  const values: string[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2)
    if (canonicalName(fields[i] ?? "") === "Content-Encoding") values.push(fields[i + 1] ?? "");
  return values.join(", ");
}

export class Call implements ExchangeOwner {
  readonly #client: HttpClient;
  readonly #plan: CallPlan;
  readonly #end: CallEnd;
  readonly #signal: AbortSignal;
  readonly #tags: Tags;
  readonly #deadline: number;
  readonly #bodyKind: BodyKind;
  #draft: RequestDraft;
  #url: string;
  #hops = 0;
  #facts: RequestFacts | undefined;
  #debugged: DebuggedExchange | undefined;

  constructor(client: HttpClient, plan: CallPlan, end: CallEnd) {
    this.#client = client;
    this.#plan = plan;
    this.#end = end;
    this.#draft = plan.draft;
    this.#url = plan.url;
    this.#signal = client.vu.signal();
    this.#tags = client.vu.tags();
    this.#deadline = client.vu.monotonic() + plan.params.timeoutMs;
    this.#bodyKind = plan.params.bodyKind ?? (client.vu.http.discardResponseBodies ? "none" : "text");
  }

  /** Sends the request, after its turn has come when requests per second are limited. */
  send(): void {
    const { vu, shared } = this.#client;
    const wait = shared.limit?.take(vu.monotonic()) ?? 0;
    if (wait <= 0) this.#transmit();
    else
      vu.sleep(ms(wait)).then(
        () => this.#transmit(),
        (reason: unknown) => this.#end.reject(reason),
      );
  }

  exchangeEnded(exchange: Exchange): void {
    this.#client.pool.done(exchange);
    const head = exchange.response;
    const bytes = exchange.bytes;
    if (bytes === undefined) this.#settle(exchange, exchange.text);
    else if (head === undefined || !head.encoded) this.#settle(exchange, toArrayBuffer(bytes));
    else decode(bytes, knownCodings(encodingOf(head.fields)), (decoded) => this.#unpacked(exchange, decoded));
  }

  #unpacked(exchange: Exchange, decoded: Decoded): void {
    if (this.#signal.aborted) return;
    if (decoded.ok) {
      this.#settle(exchange, this.#shape(decoded.bytes));
    } else {
      exchange.failure = decoded.failure;
      this.#settle(exchange, null);
    }
  }

  #transmit(): void {
    const { vu, pool, jar } = this.#client;
    const draft = this.#draft;
    const first = this.#hops === 0;
    const store = (this.#plan.params.jar ?? jar).store;
    const jarCookies = store.size === 0 ? none : store.get(draft.target, this.#client.wallNow());
    const cookies = first ? this.#plan.params.cookies : none;
    const own = first ? fieldValue(draft.fields, "Cookie") : undefined;
    const header = cookieHeader(own, cookies, jarCookies);
    const { userAgent, noConnectionReuse } = vu.http;
    if (first) this.#facts = { draft, url: this.#url, userAgent, cookieHeader: header, cookies, jarCookies };
    const closes = noConnectionReuse || /\bclose\b/i.test(fieldValue(draft.fields, "Connection") ?? "");
    const head = requestHead(draft, userAgent, header, closes);
    const { onDebug } = this.#client.shared;
    if (onDebug !== undefined) {
      this.#debugged = new DebuggedExchange(vu, onDebug);
      this.#debugged.sent(head, draft.body);
    }
    const exchange = new Exchange(this, draft.target, draft.method, head, draft.body, this.#bodyKind, closes);
    exchange.startedAt = vu.monotonic();
    exchange.deadline = this.#deadline;
    exchange.stream = this.#plan.stream;
    exchange.stream?.began(() => exchange.stop(vu.monotonic()));
    pool.send(exchange);
  }

  #shape(bytes: Buffer): ResponseBody {
    return this.#bodyKind === "binary" ? toArrayBuffer(bytes) : bytes.toString("utf8");
  }

  /** The exchange is over and its body unpacked: keeps cookies, emits samples, follows a redirect or answers. */
  #settle(exchange: Exchange, body: ResponseBody): void {
    const head = exchange.response;
    if (head !== undefined) this.#debugged?.answered(head, body);
    if (head?.setsCookie) this.#keepCookies(head.fields);
    const next =
      exchange.failure || head?.location === undefined ? undefined : this.#redirect(head.status, head.location);
    if (next && !next.ok) exchange.failure = next.failure;
    this.#emit(exchange, exchange.failure);
    if (next?.ok) this.#follow(next.url, head?.status ?? 0);
    else this.#answer(exchange, exchange.failure, next === undefined ? body : null);
  }

  #emit(exchange: Exchange | undefined, failure: Failure | undefined): void {
    const { params, name } = this.#plan;
    emitOutcome(this.#client, {
      method: this.#draft.method,
      url: exchange === undefined ? this.#url : exchange.target.shown,
      name: this.#hops === 0 ? name : undefined,
      base: this.#tags,
      tags: params.tags,
      expected: params.expected === undefined ? this.#client.expected : params.expected,
      failure,
      exchange,
    });
  }

  #keepCookies(fields: readonly string[]): void {
    const { store } = this.#plan.params.jar ?? this.#client.jar;
    const now = this.#client.wallNow();
    for (let i = 0; i + 1 < fields.length; i += 2) {
      const cookie = fields[i]?.toLowerCase() === "set-cookie" ? parseSetCookie(fields[i + 1] ?? "") : undefined;
      if (cookie) store.set(this.#draft.target, cookie, now);
    }
  }

  /** Where a redirect leads; undefined when there is none to follow. */
  #redirect(status: number, location: string): Redirect | undefined {
    const most = this.#plan.params.redirects ?? this.#client.vu.http.maxRedirects;
    if (!redirectStatuses.has(status) || this.#hops >= most) return undefined;
    if (location.length > MAX_LOCATION) return { ok: false, failure: failure("Location header is too long") };
    try {
      const { target } = this.#draft;
      return { ok: true, url: new URL(location, target.origin + target.path).href };
    } catch {
      return { ok: false, failure: failure(`failed to parse Location header ${JSON.stringify(location)}`) };
    }
  }

  #follow(url: string, status: number): void {
    this.#hops++;
    this.#url = url;
    const parsed = parseTarget(url);
    if (parsed.ok) {
      this.#draft = redirected(this.#draft, status, parsed.target);
      this.send();
    } else {
      this.#emit(undefined, parsed.failure);
      this.#answer(undefined, parsed.failure, null);
    }
  }

  #answer(exchange: Exchange | undefined, failed: Failure | undefined, body: ResponseBody): void {
    const code = failed?.code ?? statusErrorCode(exchange?.response?.status ?? 0);
    if (failed && (this.#plan.params.throws ?? this.#client.vu.http.throw))
      this.#end.reject(goError(failedText(this.#draft.method, this.#url, failed.message)));
    else {
      if (failed) this.#client.shared.onFailed?.(failedText(this.#draft.method, this.#url, failed.message));
      const { again } = this.#client;
      this.#end.resolve(new HttpResponse(exchange, this.#facts, this.#url, body, failed?.message ?? "", code, again));
    }
  }
}
