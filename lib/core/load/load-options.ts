// The load as people ask for it: environment variables, validated all at once. The one place where they are read, by
// the scenarios (in k6's __ENV) and by the command line (before any load is sent).

import { parseDuration } from "../duration.ts";
import { LONGEST_ROUND, type Mix, parseMix, writeMix } from "./mix.ts";

export type Env = Readonly<Record<string, string | undefined>>;

export interface LoadOptions {
  /** Concurrent users of the closed model. */
  readonly users: number;
  /** Requests a second of the open model; undefined is the closed model. */
  readonly ratePerSec: number | undefined;
  /** How the open model's requests are spaced: as a clock ticks, or as independent users come. */
  readonly arrivals: "even" | "poisson";
  readonly durationMs: number;
  readonly warmupMs: number;
  /** Mean pause of a user between two requests; each pause is within ±50 % of it. */
  readonly thinkMs: number;
  readonly seed: number;
  /** Share of texts drawn from the corpus by popularity; the others are unique. */
  readonly repeatShare: number;
  /** What is asked, with the requests of each endpoint in a round. */
  readonly mix: Mix;
  /** Whether every request carries a W3C traceparent. */
  readonly trace?: true;
}

export type ParsedOptions =
  | { readonly kind: "options"; readonly options: LoadOptions }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

interface Reader<T> {
  readonly wants: string;
  /** undefined when `text` is not acceptable. */
  read(text: string): T | undefined;
}

const within = (low: number, high: number, whole: boolean, wants: string): Reader<number> => ({
  wants,
  read: (text) => {
    const n = text.trim() === "" ? Number.NaN : Number(text);
    return n >= low && n <= high && (!whole || Number.isInteger(n)) ? n : undefined;
  },
});

const duration = (lowMs: number, wants: string): Reader<number> => ({
  wants,
  read: (text) => {
    const n = parseDuration(text);
    return n !== undefined && n >= lowMs && n <= 86_400_000 ? n : undefined;
  },
});

const arrivals: Reader<LoadOptions["arrivals"]> = {
  wants: "even or poisson",
  read: (text) => (text === "even" || text === "poisson" ? text : undefined),
};

const yesOrNo: Reader<boolean> = {
  wants: "1, or 0 for none",
  read: (text) => (text === "1" || text === "0" ? text === "1" : undefined),
};

const mixOf = (endpoints: Mix): Reader<Mix> => ({
  wants: `endpoints with their share, such as ${writeMix(endpoints.slice(0, 3))}; all shares together at most ${LONGEST_ROUND}`,
  read: (text) => parseMix(text, endpoints),
});

const readers = {
  USERS: within(1, 10_000, true, "a whole number from 1 to 10000"),
  RATE: within(0.1, 100_000, false, "requests a second, from 0.1 to 100000"),
  ARRIVALS: arrivals,
  DURATION: duration(1000, "a time of at least 1s, such as 60s or 2m"),
  WARMUP: duration(0, "a time, such as 10s; 0s for none"),
  THINK_TIME: duration(0, "a time, such as 400ms; 0s for none"),
  SEED: within(0, 2 ** 31 - 1, true, "a whole number from 0 to 2147483647"),
  REPEAT_SHARE: within(0, 1, false, "a share from 0 (every text unique) to 1"),
} as const;

/**
 * Reads the load's variables.
 * @param defaults what a scenario does when a variable is unset or empty
 * @param endpoints of the service, which MIX may name
 */
export function parseLoadOptions(env: Env, defaults: LoadOptions, endpoints: Mix): ParsedOptions {
  const problems: string[] = [];
  const read = <T, D>(name: string, reader: Reader<T>, fallback: D): T | D => {
    const text = env[name];
    if (text === undefined || text === "") return fallback;
    const value = reader.read(text);
    if (value === undefined) problems.push(`${name}=${text}: must be ${reader.wants}`);
    return value ?? fallback;
  };
  const options: LoadOptions = {
    users: read("USERS", readers.USERS, defaults.users),
    ratePerSec: read("RATE", readers.RATE, defaults.ratePerSec),
    arrivals: read("ARRIVALS", readers.ARRIVALS, defaults.arrivals),
    durationMs: read("DURATION", readers.DURATION, defaults.durationMs),
    warmupMs: read("WARMUP", readers.WARMUP, defaults.warmupMs),
    thinkMs: read("THINK_TIME", readers.THINK_TIME, defaults.thinkMs),
    seed: read("SEED", readers.SEED, defaults.seed),
    repeatShare: read("REPEAT_SHARE", readers.REPEAT_SHARE, defaults.repeatShare),
    mix: read("MIX", mixOf(endpoints), defaults.mix),
    ...(read("TRACE", yesOrNo, defaults.trace === true) ? { trace: true as const } : {}),
  };
  if (env.ARRIVALS === "poisson" && options.ratePerSec === undefined) {
    problems.push(
      "ARRIVALS=poisson: needs a RATE, since users who wait for their answers have no arrivals of their own",
    );
  }
  return problems.length > 0 ? { kind: "problems", problems } : { kind: "options", options };
}

/** The options as environment variables, so that a script reads back exactly what was decided. */
export const toEnv = (o: LoadOptions): Record<string, string> => ({
  USERS: String(o.users),
  ...(o.ratePerSec === undefined ? {} : { RATE: String(o.ratePerSec), ARRIVALS: o.arrivals }),
  DURATION: `${o.durationMs}ms`,
  WARMUP: `${o.warmupMs}ms`,
  THINK_TIME: `${o.thinkMs}ms`,
  SEED: String(o.seed),
  REPEAT_SHARE: String(o.repeatShare),
  MIX: writeMix(o.mix),
  ...(o.trace === true ? { TRACE: "1" } : {}),
});
