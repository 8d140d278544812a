// The arguments of k6 as k6-operator (or a fleet) gives them to one process: which part it runs, and what its engine is
// to be told. Read leniently: a flag that only k6 has is k6's to judge.

import { CliError, exit } from "../../lib/core/exit.ts";
import { placeFrom, type ShardPlace } from "../../lib/core/fleet/shard.ts";
import { type FlagSpec, readFlags } from "../k6/given-flags.ts";
import { runFlags } from "../k6/run-flags.ts";

export interface ShardArguments {
  readonly script: string;
  readonly place: ShardPlace;
  /** For the engine, without what this command sets itself. */
  readonly flags: readonly string[];
  /** Variables given as `--env`. */
  readonly env: Readonly<Record<string, string>>;
  /** The tag that k6-operator gives all its runners; undefined without it. */
  readonly run: string | undefined;
}

/** What the engine is told by this command already, or what is about k6's own terminal. */
const OURS = new Set(["env", "quiet", "verbose", "log-format", "no-color", "no-thresholds", "no-usage-report"]);

const lenient = Object.fromEntries(
  Object.entries<FlagSpec>(runFlags).map(([name, { kind, short }]): [string, FlagSpec] => [
    name,
    { kind, ...(short === undefined ? {} : { short }) },
  ]),
);

/** Whether these are arguments of `k6 run`; any other command is k6's own. */
export const isRun = (argv: readonly string[]): boolean => argv.find((a) => !a.startsWith("-")) === "run";

const pairs = (list: readonly string[] | undefined): [string, string][] =>
  (list ?? []).map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return [name, value.join("=")];
  });

/** @throws CliError (255, as k6 exits) for what is no command line of `k6 run`, or no part of a run */
export function parseShardArguments(argv: readonly string[]): ShardArguments {
  const given = readFlags(argv, lenient);
  const [, script, ...more] = given.operands;
  const wrong = (message: string, hint: string): CliError => new CliError(message, { code: exit.k6Usage, hint });
  if (script === undefined || more.length > 0) {
    throw wrong(
      `shard runs one script, not ${script === undefined ? 0 : 1 + more.length}`,
      "As in `shard run script.js`.",
    );
  }
  const segment = given.text("execution-segment") ?? "";
  const place = placeFrom(segment, given.text("execution-segment-sequence") ?? "");
  if (place === undefined) {
    throw wrong(
      `--execution-segment ${segment} is none of its --execution-segment-sequence`,
      "Give both, as k6-operator does: 0:1/3 of 0,1/3,2/3,1.",
    );
  }
  return {
    script,
    place,
    flags: Object.keys(lenient).flatMap((name) =>
      OURS.has(name) ? [] : (given.all(name) ?? []).map((value) => `--${name}=${value}`),
    ),
    env: Object.fromEntries(pairs(given.all("env"))),
    run: Object.fromEntries(pairs(given.all("tag"))).testrun_name,
  };
}
