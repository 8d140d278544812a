// The arguments of `k6 run`: k6's flags, as options in k6's shape and choices about output. What the runner cannot do is
// refused by name, not ignored.

import { availableParallelism } from "node:os";
import { CliError, exit } from "../../lib/core/exit.ts";
import { parseStages } from "../../runner/options/environment.ts";
import type { RawOptions } from "../../runner/options/shortcuts.ts";
import type { OutputChoice } from "../../runner/outputs/sample-outputs.ts";
import type { SummaryChoice } from "../../runner/run-contract.ts";
import { problemWithStage } from "./flag-values.ts";
import { type GivenFlags, readFlags } from "./given-flags.ts";
import { type LogChoice, logChoice } from "./log-output.ts";
import { outputChoices } from "./output-choice.ts";
import { runFlags } from "./run-flags.ts";

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
  readonly paused: boolean;
  /** `host:port` of the run's status. */
  readonly address: string | undefined;
  /** Worker threads for VUs; the runner's own flag. */
  readonly threads: number;
  /** The runner's own, too: whether imports from a URL may be loaded. */
  readonly remoteModules: boolean;
  readonly log: LogChoice;
  readonly outputs: readonly OutputChoice[];
  /** As given: they are read when the script runs. */
  readonly secretSources: readonly string[] | undefined;
  /** `k6 inspect`: the script is not run. */
  readonly inspect?: { readonly requirements: boolean };
}

const wrong = (message: string, hint?: string): CliError =>
  new CliError(message, { code: exit.k6Usage, ...(hint !== undefined && { hint }) });

/** `A` alone is an empty variable, as in k6: its value is not taken from the environment. */
const variables = (list: readonly string[] | undefined): Record<string, string> =>
  Object.fromEntries(
    (list ?? []).map((pair) => {
      const [, name, value = ""] = /^([A-Za-z_]\w*)(?:=(.*))?$/s.exec(pair) ?? [];
      if (name === undefined)
        throw wrong(`--env must be NAME=VALUE with a name of letters, digits and _, not '${pair}'`);
      return [name, value];
    }),
  );

const tags = (list: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    list.map((pair) => {
      const [, name, value] = /^([^=]+)=(.+)$/s.exec(pair) ?? [];
      if (name === undefined || value === undefined) throw wrong(`--tag must be NAME=VALUE, not '${pair}'`);
      return [name, value];
    }),
  );

const stages = (list: readonly string[]): RawOptions["stages"] => {
  const joined = list.join(",");
  for (const stage of joined.split(",")) {
    const problem = problemWithStage(stage);
    if (problem !== undefined) throw wrong(`--stage '${stage}' ${problem}`);
  }
  return parseStages(joined);
};

/** Trend stats and system tags may be repeated or joined by commas; an empty text is an empty list. */
const commaList = (list: readonly string[] | undefined): readonly string[] | undefined =>
  list?.flatMap((item) => (item === "" ? [] : item.split(","))).map((item) => item.trim());

/** @throws CliError unless the flag is absent, empty or one of the words */
const oneOf = <Word extends string>(
  name: string,
  value: string | undefined,
  words: readonly Word[],
): Word | undefined => {
  const found = words.find((word) => word === value);
  if (found !== undefined || value === undefined || value === "") return found;
  throw wrong(`--${name} must be ${words.slice(0, -1).join(", ")} or ${words.at(-1)}, not '${value}'`);
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
const isFalse = (value: string | undefined): boolean => value !== undefined && /^(0|f|false)$/i.test(value);

type Given = GivenFlags<keyof typeof runFlags>;

const optionsOf = (given: Given): RawOptions => {
  const stage = given.all("stage");
  const tag = given.all("tag");
  return defined({
    vus: given.integer("vus"),
    duration: given.text("duration"),
    iterations: given.integer("iterations"),
    stages: stage && stages(stage),
    tags: tag && tags(tag),
    throw: given.isOn("throw"),
    noSetup: given.isOn("no-setup"),
    noTeardown: given.isOn("no-teardown"),
    maxRedirects: given.integer("max-redirects"),
    batch: given.integer("batch"),
    batchPerHost: given.integer("batch-per-host"),
    rps: given.integer("rps"),
    userAgent: given.text("user-agent"),
    httpDebug: given.text("http-debug"),
    insecureSkipTLSVerify: given.isOn("insecure-skip-tls-verify"),
    noConnectionReuse: given.isOn("no-connection-reuse"),
    noVUConnectionReuse: given.isOn("no-vu-connection-reuse"),
    executionSegment: given.text("execution-segment"),
    executionSegmentSequence: given.text("execution-segment-sequence"),
    minIterationDuration: given.text("min-iteration-duration"),
    summaryTrendStats: commaList(given.all("summary-trend-stats")),
    summaryTimeUnit: oneOf("summary-time-unit", given.text("summary-time-unit"), ["s", "ms", "us"]),
    systemTags: commaList(given.all("system-tags")),
    discardResponseBodies: given.isOn("discard-response-bodies"),
  });
};

/** Flags that choose among ways to read the script: the runner has one, and says so. */
function checkScriptKind(given: Given): void {
  oneOf("compatibility-mode", given.text("compatibility-mode"), ["extended", "base", "experimental_enhanced"]);
  if (oneOf("type", given.text("type"), ["js", "archive"]) !== "archive") return;
  throw wrong("--type archive is not supported by the embedded runner", "Run the archive with the k6 binary.");
}

/** Where k6 serves a run's status unless told otherwise. The runner does so only when somebody is to start the run. */
const K6_ADDRESS = "localhost:6565";

function startOf(
  given: Given,
  env: Readonly<Record<string, string | undefined>>,
): Pick<RunArguments, "paused" | "address"> {
  const paused = given.isOn("paused") ?? isTrue(env.K6_PAUSED);
  return { paused, address: given.text("address") || (paused ? K6_ADDRESS : undefined) };
}

/** The one script among the operands, whose first is the verb. */
function scriptOf([verb, script, ...more]: readonly string[]): string {
  if (verb !== "run" && verb !== "inspect") {
    throw wrong(`the runner has no 'k6 ${verb}'; only 'k6 run', 'k6 inspect', 'k6 new' and 'k6 version'`);
  }
  const count = script === undefined ? 0 : 1 + more.length;
  if (script === undefined || count > 1) throw wrong(`k6 ${verb} takes one script, not ${count}`);
  if (script === "-") throw wrong("a script from standard input is not supported", "Save it to a file.");
  return script;
}

/**
 * Parses what follows `k6`: flags may stand before `run` too. K6_* variables that are not options (summary, thresholds)
 * are defaults of their flags. Undefined when help is asked for.
 *
 * @throws CliError (255, as k6 exits) for unknown, wrong or unsupported arguments
 */
export function parseRunArguments(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): RunArguments | undefined {
  const [first = "run"] = argv;
  // Another command has other flags: it is the command that is to be named, not they.
  if (!first.startsWith("-") && first !== "run" && first !== "inspect") scriptOf([first]);
  const given = readFlags(argv, runFlags);
  if (given.isOn("help") === true || given.operands.length === 0) return undefined;
  const script = scriptOf(given.operands);
  const inspected = given.operands[0] === "inspect";
  const requirements = given.isOn("execution-requirements") === true;
  if (requirements && !inspected) throw wrong("unknown flag: --execution-requirements");
  const outputs = outputChoices(given.all("out"), env);
  const threads = threadCount(given.text("threads") ?? "1");
  if (threads > 1 && outputs.length > 0) {
    throw wrong("--out has the samples of one thread only", "Leave out --threads, or --out.");
  }
  checkScriptKind(given);
  const exportTo = given.text("summary-export") ?? env.K6_SUMMARY_EXPORT;
  const mode = given.text("summary-mode") ?? env.K6_SUMMARY_MODE;
  return {
    script,
    options: optionsOf(given),
    env: variables(given.all("env")),
    config: given.text("config") ?? env.K6_CONFIG,
    includeSystemEnv: given.isOn("include-system-env-vars") ?? !isFalse(env.K6_INCLUDE_SYSTEM_ENV_VARS),
    quiet: given.isOn("quiet") === true,
    verbose: given.isOn("verbose") === true,
    noColour: given.isOn("no-color") ?? isTrue(env.K6_NO_COLOR),
    noThresholds: given.isOn("no-thresholds") ?? isTrue(env.K6_NO_THRESHOLDS),
    summary: {
      mode: oneOf("summary-mode", mode, ["compact", "full", "disabled"]) ?? "compact",
      ...(exportTo !== undefined && exportTo !== "" && { exportTo }),
    },
    ...startOf(given, env),
    threads,
    outputs,
    secretSources: given.all("secret-source"),
    ...(inspected && { inspect: { requirements } }),
    log: logChoice(
      { format: given.text("log-format"), output: given.text("log-output"), console: given.text("console-output") },
      env,
    ),
    remoteModules: given.isOn("no-remote-modules") !== true,
  };
}
