// A load of the user's for a script: USERS or RATE with DURATION take the place of the script's scenarios and run its
// default function. Nothing of it happens unsaid.

import { k6Duration } from "../../lib/core/duration.ts";
import { CliError } from "../../lib/core/exit.ts";
import { formatDuration, plural } from "../../lib/core/format.ts";
import { type LoadOptions, parseLoadOptions } from "../../lib/core/load/load-options.ts";
import type { World } from "../../lib/core/world.ts";
import type { RawOptions } from "../../runner/options/shortcuts.ts";

export interface OwnLoad {
  /** Laid over the script's. */
  readonly options: RawOptions;
  readonly load: LoadOptions;
  readonly announcement: string;
}

/** DURATION and WARMUP where the user sets none. */
export interface UnlessSet {
  readonly DURATION?: string | undefined;
  readonly WARMUP?: string | undefined;
}

/** A minute of one user; of texts and seeds a script knows nothing. */
export const scriptDefaults: LoadOptions = {
  users: 1,
  ratePerSec: undefined,
  arrivals: "even",
  durationMs: 60_000,
  warmupMs: 0,
  thinkMs: 0,
  seed: 0,
  repeatShare: 0,
  mix: [],
};

/** Seconds of iterations that may be under way at once before arrivals are dropped. */
const VU_SECONDS = 5;

/** One scenario of the default function. A minute as unit lets a rate have a fraction. */
const scenarioOf = ({ users, ratePerSec, durationMs, warmupMs }: LoadOptions): RawOptions => {
  const duration = k6Duration(warmupMs + durationMs);
  if (ratePerSec === undefined) return { executor: "constant-vus", vus: users, duration };
  return {
    executor: "constant-arrival-rate",
    rate: Math.round(ratePerSec * 60),
    timeUnit: "1m",
    duration,
    preAllocatedVUs: Math.max(10, Math.ceil(ratePerSec)),
    maxVUs: Math.max(50, Math.ceil(ratePerSec * VU_SECONDS)),
  };
};

/** The load of these users or this rate. @throws CliError when the script has no default function */
export function loadOf(load: LoadOptions, exports: readonly string[], askedBy: string): OwnLoad {
  needDefault(exports, askedBy);
  const { users, ratePerSec, warmupMs, durationMs } = load;
  const amount = ratePerSec === undefined ? plural(users, "user") : `${ratePerSec} iterations/s`;
  return {
    options: { scenarios: { default: scenarioOf(load) } },
    load,
    announcement: `the script's own scenarios are replaced: ${amount} for ${formatDuration(warmupMs + durationMs)}, each running its default function`,
  };
}

/** Variables of our own scenarios that mean nothing to a script, what a script has instead, and what asks for nothing. */
const MEANINGLESS = {
  ARRIVALS: { instead: "a script has its own", off: "" },
  TRACE: { instead: "a script sends its own headers, a traceparent among them", off: "0" },
} as const;

/**
 * The load that the variables ask for; undefined when they ask for none.
 *
 * @param unlessSet DURATION and WARMUP where the user sets none
 * @param exports what the script exports
 * @throws CliError for wrong values, a DURATION without users or rate, or a script without a default function
 */
export function ownLoad(env: World["env"], unlessSet: UnlessSet, exports: readonly string[]): OwnLoad | undefined {
  const isSet = (name: string): boolean => (env[name] ?? "") !== "";
  for (const [name, { instead, off }] of Object.entries(MEANINGLESS)) {
    if (isSet(name) && env[name] !== off) throw new CliError(`${name}=${env[name]}: ${instead}; leave it unset`);
  }
  if (!isSet("USERS") && !isSet("RATE")) {
    if (!isSet("DURATION")) return undefined;
    throw new CliError(`DURATION=${env.DURATION}: a script's own load lasts as long as its options say`, {
      hint: "Set USERS or RATE with it, which replace the script's scenarios, or leave it unset.",
    });
  }
  if (isSet("USERS") && isSet("RATE")) throw new CliError("USERS and RATE are both set", { hint: "Set one of them." });
  const { USERS, RATE } = env;
  const variables = {
    USERS,
    RATE,
    DURATION: env.DURATION || unlessSet.DURATION,
    WARMUP: env.WARMUP || unlessSet.WARMUP,
  };
  const parsed = parseLoadOptions(variables, scriptDefaults, []);
  if (parsed.kind === "problems") throw new CliError(parsed.problems.join("\n       "));
  return loadOf(parsed.options, exports, isSet("USERS") ? "USERS" : "RATE");
}

/** @throws CliError when there is no default function to run */
function needDefault(exports: readonly string[], askedBy: string): void {
  if (exports.includes("default")) return;
  const functions = exports.filter((name) => name !== "options");
  throw new CliError(
    `${askedBy} runs the script's default function, and it has none (it exports ${functions.join(", ") || "nothing"})`,
    {
      hint: "Export a default function, or run the script's own scenarios: tailgate run, without USERS and RATE.",
    },
  );
}
