// The connections of one VU, as in k6: none is shared with another VU, idle ones wait for the VU's next request to the
// same origin, and one timer watches the deadlines of everything under way.

import type { HttpOptions } from "../options/http-options.ts";
import { Connection, type ConnectionOwner, type ReadShared } from "./connection.ts";
import type { Exchange } from "./exchange.ts";
import { errorCode, failure } from "./failure.ts";
import type { Resolver } from "./resolver.ts";

/** What the pool needs from its VU. */
export interface PoolHost {
  readonly http: HttpOptions;
  monotonic(): number;
}

/** Bytes through the VU's connections since last asked (without TLS's own framing). */
export interface Traffic {
  sent: number;
  received: number;
}

export class ConnectionPool implements ConnectionOwner {
  readonly #host: PoolHost;
  readonly #shared: ReadShared;
  readonly #resolver: Resolver;
  readonly #onSend: ((at: number) => void) | undefined;
  readonly #idle = new Map<string, Connection[]>();
  #idleCount = 0;
  readonly #underWay = new Set<Exchange>();
  #timer: NodeJS.Timeout | undefined;
  #timerAt = 0;
  #sent = 0;
  #received = 0;

  constructor(host: PoolHost, shared: ReadShared, resolver: Resolver, onSend?: (at: number) => void) {
    this.#host = host;
    this.#shared = shared;
    this.#resolver = resolver;
    this.#onSend = onSend;
  }

  /** Sends an exchange on an idle or a new connection. */
  send(exchange: Exchange): void {
    this.#underWay.add(exchange);
    this.#watch(exchange.deadline);
    const connection = this.#takeIdle(exchange.target.origin);
    if (connection) {
      exchange.carrier = connection;
      connection.send(exchange);
    } else this.#open(exchange);
  }

  /** The exchange is over; its deadline no longer matters. */
  done(exchange: Exchange): void {
    this.#underWay.delete(exchange);
  }

  /** Cuts everything under way: the iteration is over. */
  abandon(): void {
    const cut = [...this.#underWay];
    this.#underWay.clear();
    for (const exchange of cut) exchange.abandon();
  }

  /** Closes idle connections. */
  closeIdle(): void {
    const idle = [...this.#idle.values()].flat();
    this.#idle.clear();
    this.#idleCount = 0;
    for (const connection of idle) connection.destroy();
  }

  /** Closes everything; the pool can be used again. */
  close(): void {
    this.abandon();
    this.closeIdle();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  takeTraffic(): Traffic {
    const traffic = { sent: this.#sent, received: this.#received };
    this.#sent = 0;
    this.#received = 0;
    return traffic;
  }

  now(): number {
    return this.#host.monotonic();
  }

  counted(bytesIn: number, bytesOut: number): void {
    this.#received += bytesIn;
    this.#sent += bytesOut;
  }

  sending(at: number): void {
    this.#onSend?.(at);
  }

  freed(connection: Connection): void {
    const { batch, batchPerHost } = this.#host.http;
    const idle = this.#idle.get(connection.origin) ?? [];
    if (idle.length >= Math.max(1, batchPerHost) || this.#idleCount >= Math.max(1, batch)) {
      connection.destroy();
      return;
    }
    if (idle.length === 0) this.#idle.set(connection.origin, idle);
    idle.push(connection);
    this.#idleCount++;
  }

  closed(connection: Connection): void {
    if (connection.unreachedHost !== undefined) this.#resolver.forget(connection.unreachedHost);
    const idle = this.#idle.get(connection.origin);
    const at = idle?.indexOf(connection) ?? -1;
    if (idle === undefined || at < 0) return;
    idle.splice(at, 1);
    this.#idleCount--;
    if (idle.length === 0) this.#idle.delete(connection.origin);
  }

  retry(exchange: Exchange): void {
    this.#open(exchange);
  }

  #takeIdle(origin: string): Connection | undefined {
    const connection = this.#idle.get(origin)?.pop();
    if (connection) this.#idleCount--;
    return connection;
  }

  #open(exchange: Exchange): void {
    const { host, port, secure, origin } = exchange.target;
    const { hosts, insecureSkipTLSVerify } = this.#host.http;
    const address = this.#resolver.known(host, port, hosts);
    if (address) {
      const endpoint = { ...address, secure, serverName: host, verify: !insecureSkipTLSVerify };
      exchange.carrier = new Connection(origin, endpoint, this.#shared, this, exchange);
      return;
    }
    this.#resolver.ask(host, port, hosts, (failed) => {
      if (exchange.ended) return;
      if (failed) exchange.fail(failed, this.now());
      else this.#open(exchange);
    });
  }

  /** Makes sure the timer fires no later than `deadline`. It does not keep the process alive: a socket does. */
  #watch(deadline: number): void {
    if (this.#timer !== undefined && this.#timerAt <= deadline) return;
    clearTimeout(this.#timer);
    this.#timerAt = deadline;
    this.#timer = setTimeout(this.#expire, Math.min(2 ** 31 - 1, Math.max(0, deadline - this.now())));
    this.#timer.unref();
  }

  #expire = (): void => {
    this.#timer = undefined;
    const now = this.now();
    let next = Number.POSITIVE_INFINITY;
    for (const exchange of [...this.#underWay]) {
      // A timer may fire a fraction of a millisecond early.
      if (exchange.deadline - now < 1) this.#timeOut(exchange);
      else next = Math.min(next, exchange.deadline);
    }
    if (next !== Number.POSITIVE_INFINITY) this.#watch(next);
  };

  #timeOut(exchange: Exchange): void {
    if (exchange.carrier) exchange.carrier.expire();
    else exchange.fail(failure("request timeout", errorCode.timeout), this.now());
  }
}
