// Finds the address of a host: the `hosts` option first, then the system's resolver, whose answers are kept for five
// minutes as k6 does, or until a connection to them fails.

import dns from "node:dns";
import net from "node:net";
import { errorCode, type Failure, failure } from "./failure.ts";

export interface Address {
  readonly address: string;
  readonly port: number;
}

/** Asks the system for all addresses of a host; replaced in tests. */
export type Lookup = (host: string, done: (error: Error | null, addresses: readonly string[]) => void) => void;

const KEEP_MS = 5 * 60_000;

/** An answer younger than this is not asked for again, or a dead server would become a flood of name queries. */
const FRESH_MS = 1000;

/** IPv4 addresses when there are any, else IPv6, as k6's default policy. */
const systemLookup: Lookup = (host, done) => {
  dns.lookup(host, { all: true }, (error, found) => {
    const of = (family: number): string[] => found.filter((a) => a.family === family).map((a) => a.address);
    done(error, error ? [] : of(4).length > 0 ? of(4) : of(6));
  });
};

interface Known {
  readonly addresses: readonly string[];
  /** When it was given, monotonic ms. */
  readonly at: number;
}

type Done = (failed?: Failure) => void;

export class Resolver {
  readonly #lookup: Lookup;
  readonly #now: () => number;
  readonly #known = new Map<string, Known>();
  /** Who waits for an answer that is under way. */
  readonly #waiting = new Map<string, Done[]>();
  #turn = 0;

  /** @param now monotonic clock, ms */
  constructor(now: () => number, lookup: Lookup = systemLookup) {
    this.#now = now;
    this.#lookup = lookup;
  }

  /** The address when it is known without asking: literal addresses, the `hosts` option, recent answers. */
  known(host: string, port: number, hosts: Readonly<Record<string, string>>): Address | undefined {
    const mapped = mapHost(host, port, hosts);
    if (mapped && net.isIP(mapped.address) !== 0) return mapped;
    const name = mapped?.address ?? host;
    const at = mapped?.port ?? port;
    if (net.isIP(name) !== 0) return { address: name, port: at };
    const known = this.#known.get(name);
    if (known === undefined || known.at + KEEP_MS < this.#now()) return undefined;
    const address = known.addresses[this.#turn++ % known.addresses.length];
    return address === undefined ? undefined : { address, port: at };
  }

  /** Asks the system, then calls back with undefined: `known` has the answer; or with why there is none. */
  ask(host: string, port: number, hosts: Readonly<Record<string, string>>, done: Done): void {
    const name = mapHost(host, port, hosts)?.address ?? host;
    const waiting = this.#waiting.get(name);
    if (waiting) {
      waiting.push(done);
      return;
    }
    this.#waiting.set(name, [done]);
    this.#lookup(name, (error, addresses) => {
      const failed = error || addresses.length === 0 ? lookupFailure(error) : undefined;
      if (!failed) this.#known.set(name, { addresses, at: this.#now() });
      const all = this.#waiting.get(name) ?? [];
      this.#waiting.delete(name);
      for (const one of all) one(failed);
    });
  }

  /** Forgets a host whose address did not answer: it may have moved. */
  forget(host: string): void {
    const known = this.#known.get(host);
    if (known && this.#now() - known.at > FRESH_MS) this.#known.delete(host);
  }
}

function lookupFailure(error: Error | null): Failure {
  const code = error && "code" in error ? error.code : "ENOTFOUND";
  return code === "ENOTFOUND"
    ? failure("lookup: no such host", errorCode.noSuchHost)
    : failure(`lookup: ${error?.message ?? "no address"}`, errorCode.dns);
}

/** The entry of the `hosts` option for a host: "host:port" before "host" before "*.domain"; its value may name a port. */
export function mapHost(host: string, port: number, hosts: Readonly<Record<string, string>>): Address | undefined {
  const value = hosts[`${host}:${port}`] ?? hosts[host] ?? wildcard(host, hosts);
  if (value === undefined) return undefined;
  const parts = /^(?:\[(.+)\]|([^:]+)):(\d+)$/.exec(value);
  if (!parts) return { address: value, port };
  return { address: parts[1] ?? parts[2] ?? value, port: Number(parts[3]) };
}

function wildcard(host: string, hosts: Readonly<Record<string, string>>): string | undefined {
  for (let dot = host.indexOf("."); dot > 0; dot = host.indexOf(".", dot + 1)) {
    const value = hosts[`*${host.slice(dot)}`];
    if (value !== undefined) return value;
  }
  return undefined;
}
