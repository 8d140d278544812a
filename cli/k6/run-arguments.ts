// The arguments of `k6 run`: k6's flags, as options in k6's shape and choices about output. What the runner cannot do is
// refused by name, not ignored. Exit codes are k6's.

import { availableParallelism } from "node:os";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { CliError, exit } from "../../lib/core/exit.ts";
import { parseStages } from "../../runner/options/environment.ts";
import type { RawOptions } from "../../runner/options/shortcuts.ts";
import type { SummaryChoice } from "../../runner/run-contract.ts";

export interface RunArguments {
  readonly script: string;
  readonly options: RawOptions;
  readonly env: Readonly<Record<string, string>>;
  readonly config: string | undefined;
  readonly includeSystemEnv: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly noColour: boolean;
  readonly noThresholds: boolean;
  readonly summary: SummaryChoice;
  /** Worker threads for VUs; the runner's own flag. */
  readonly threads: number;
}

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const many = { type: "string", multiple: true } as const;

const known = {
  vus: { ...text, short: "u" },
  duration: { ...text, short: "d" },
  iterations: { ...text, short: "i" },
  stage: { ...many, short: "s" },
  env: { ...many, short: "e" },
  tag: many,
  config: { ...text, short: "c" },
  quiet: { ...flag, short: "q" },
  verbose: { ...flag, short: "v" },
  throw: { ...flag, short: "w" },
  type: { ...text, short: "t" },
  "no-setup": flag,
  "no-teardown": flag,
  "max-redirects": text,
  batch: text,
  "batch-per-host": text,
  rps: text,
  "user-agent": text,
  "insecure-skip-tls-verify": flag,
  "no-connection-reuse": flag,
  "no-vu-connection-reuse": flag,
  "min-iteration-duration": text,
  "summary-trend-stats": many,
  "summary-time-unit": text,
  "system-tags": many,
  "discard-response-bodies": flag,
  "include-system-env-vars": text,
  "compatibility-mode": text,
  "no-thresholds": flag,
  "no-color": flag,
  "no-usage-report": flag,
  "summary-mode": text,
  "summary-export": text,
  threads: text,
} satisfies ParseArgsConfig["options"];

/** k6 flags without a counterpart here; each takes a value unless it is listed as a switch. */
const refusedSwitches = ["paused", "linger", "profiling-enabled", "new-machine-readable-summary"];
const refusedValues = [
  ...["execution-segment", "execution-segment-sequence", "http-debug", "blacklist-ip", "block-hostnames", "local-ips"],
  ...["dns", "console-output", "log-output", "log-format", "traces-output", "out", "features", "address"],
  "secret-source",
];

const wrong = (message: string, hint?: string): CliError =>
  new CliError(message, { code: exit.k6Usage, ...(hint !== undefined && { hint }) });

function refuse(argv: readonly string[]): void {
  for (const argument of argv) {
    if (argument === "--") return;
    const name = /^--([^=]+)/.exec(argument)?.[1] ?? (/^-o/.test(argument) ? "out" : "");
    if (!refusedSwitches.includes(name) && !refusedValues.includes(name)) continue;
    throw wrong(`--${name} is not supported by the embedded runner`, "Run the script with the k6 binary for that.");
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: known, allowPositionals: true, strict: true });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

const pairs = (list: readonly string[] | undefined, what: string): Record<string, string> =>
  Object.fromEntries(
    (list ?? []).map((pair) => {
      const at = pair.indexOf("=");
      if (at <= 0) throw wrong(`${what} must be NAME=VALUE, not '${pair}'`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );

/** Trend stats and system tags may be repeated or joined by commas. */
const commaList = (list: readonly string[] | undefined): readonly string[] | undefined =>
  list?.flatMap((item) => item.split(",")).map((item) => item.trim());

const summaryMode = (mode: string): NonNullable<SummaryChoice["mode"]> => {
  if (mode === "compact" || mode === "full" || mode === "disabled") return mode;
  throw wrong(`--summary-mode must be compact, full or disabled, not '${mode}'`);
};

/** "auto" is a thread for each core the process may use. */
const threadCount = (value: string): number => {
  const count = value === "auto" ? availableParallelism() : Number(value);
  if (Number.isInteger(count) && count >= 1) return count;
  throw wrong(`--threads must be a whole number from 1, or auto, not '${value}'`);
};

const defined = (fields: RawOptions): RawOptions =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const isTrue = (value: string | undefined): boolean => value !== undefined && /^(1|t|true)$/i.test(value);

/**
 * Parses what follows `k6 run`; K6_* variables that are not options (summary, thresholds) are defaults of their flags.
 *
 * @throws CliError (255, as k6 exits) for unknown, wrong or unsupported arguments
 */
export function parseRunArguments(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): RunArguments {
  refuse(argv);
  const { values, positionals } = parse(argv);
  const [script] = positionals;
  if (script === undefined || positionals.length > 1) throw wrong(`k6 run takes one script, not ${positionals.length}`);
  if (env.K6_OUT) throw wrong("K6_OUT is not supported by the embedded runner", "Unset it, or run the script with k6.");
  if (script === "-") throw wrong("a script from standard input is not supported", "Save it to a file.");
  const exportTo = values["summary-export"] ?? env.K6_SUMMARY_EXPORT;
  const options = defined({
    vus: values.vus,
    duration: values.duration,
    iterations: values.iterations,
    stages: values.stage === undefined ? undefined : parseStages(values.stage.join(",")),
    tags: values.tag === undefined ? undefined : pairs(values.tag, "--tag"),
    throw: values.throw,
    noSetup: values["no-setup"],
    noTeardown: values["no-teardown"],
    maxRedirects: values["max-redirects"],
    batch: values.batch,
    batchPerHost: values["batch-per-host"],
    rps: values.rps,
    userAgent: values["user-agent"],
    insecureSkipTLSVerify: values["insecure-skip-tls-verify"],
    noConnectionReuse: values["no-connection-reuse"],
    noVUConnectionReuse: values["no-vu-connection-reuse"],
    minIterationDuration: values["min-iteration-duration"],
    summaryTrendStats: commaList(values["summary-trend-stats"]),
    summaryTimeUnit: values["summary-time-unit"],
    systemTags: commaList(values["system-tags"]),
    discardResponseBodies: values["discard-response-bodies"],
  });
  return {
    script,
    options,
    env: pairs(values.env, "--env"),
    config: values.config ?? env.K6_CONFIG,
    includeSystemEnv: !/^(0|f|false)$/i.test(values["include-system-env-vars"] ?? env.K6_INCLUDE_SYSTEM_ENV_VARS ?? ""),
    quiet: values.quiet === true,
    verbose: values.verbose === true,
    noColour: values["no-color"] === true || isTrue(env.K6_NO_COLOR),
    noThresholds: values["no-thresholds"] === true || isTrue(env.K6_NO_THRESHOLDS),
    summary: {
      mode: summaryMode(values["summary-mode"] ?? env.K6_SUMMARY_MODE ?? "compact"),
      ...(exportTo !== undefined && exportTo !== "" && { exportTo }),
    },
    threads: threadCount(values.threads ?? "1"),
  };
}
