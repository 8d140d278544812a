// `tailgate k6 run script.js`: a drop-in for `k6 run script.js` on the embedded runner, exit codes included.

import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { CliError, exit } from "../../lib/core/exit.ts";
import { isRecord } from "../../lib/core/json.ts";
import type { World } from "../../lib/core/world.ts";
import { suiteVersion } from "../../lib/node/suite-facts.ts";
import { optionsFromEnvironment } from "../../runner/options/environment.ts";
import { overlay, type RawOptions } from "../../runner/options/shortcuts.ts";
import { SampleOutputs } from "../../runner/outputs/sample-outputs.ts";
import type { RunOutcome } from "../../runner/run-outcome.ts";
import type { Command } from "../command.ts";
import { LogOutput } from "../k6/log-output.ts";
import { newScript } from "../k6/new-script.ts";
import { ProgressDisplay, planText } from "../k6/progress-display.ts";
import { parseRunArguments, type RunArguments } from "../k6/run-arguments.ts";
import { secretSources } from "../k6/secret-sources.ts";

async function readConfig(path: string | undefined): Promise<RawOptions> {
  if (path === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(await readFile(path, "utf8"));
    if (isRecord(parsed)) return parsed;
    throw new Error("it must hold an object");
  } catch (error) {
    throw new CliError(
      `cannot read the config file ${path}: ${error instanceof Error ? error.message : String(error)}`,
      {
        code: exit.k6Usage,
      },
    );
  }
}

async function existing(world: World, script: string): Promise<string> {
  const path = resolve(world.cwd, script);
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true) return path;
  throw new CliError(`there is no script ${script}`, { code: exit.k6Usage });
}

const systemEnv = (world: World, include: boolean): Record<string, string> =>
  include
    ? Object.fromEntries(
        Object.entries(world.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      )
    : {};

/** What k6 says on stderr when a run ends in anything but success. */
function verdictLines(outcome: RunOutcome): readonly string[] {
  const lines: string[] = [];
  if (outcome.abortReason !== undefined && outcome.problem === undefined)
    lines.push(`test aborted: ${outcome.abortReason}`);
  if (outcome.failReason !== undefined) lines.push(`test marked as failed: ${outcome.failReason}`);
  if (outcome.exitCode === exit.stopped) lines.push("the run was stopped over its address");
  if (outcome.exitCode === exit.interrupted) lines.push("the run was interrupted");
  const missed = outcome.thresholds.filter((t) => t.verdict === "fail").map((t) => t.metric);
  const empty = outcome.thresholds.filter((t) => t.verdict === "no-data").map((t) => t.metric);
  const names = (list: readonly string[]): string => [...new Set(list)].map((name) => `'${name}'`).join(", ");
  if (outcome.endedByThresholds.length > 0) {
    lines.push(`thresholds on ${names(outcome.endedByThresholds)} with abortOnFail were crossed and ended the run`);
  } else if (missed.length > 0) lines.push(`thresholds on metrics ${names(missed)} have been crossed`);
  if (empty.length > 0) lines.push(`thresholds on metrics ${names(empty)} have no data: nothing was measured`);
  const { problem } = outcome;
  if (problem !== undefined) {
    lines.push(problem.location === undefined ? problem.message : `${problem.message} at ${problem.location}`);
  }
  return lines;
}

/** What a run and an inspection have in common. */
async function requestOf(world: World, given: RunArguments) {
  return {
    script: await existing(world, given.script),
    env: { ...systemEnv(world, given.includeSystemEnv), ...given.env },
    config: await readConfig(given.config === undefined ? undefined : resolve(world.cwd, given.config)),
    options: overlay(optionsFromEnvironment(world.env), given.options),
    onSample: () => undefined,
    signal: world.interrupted,
    noThresholds: given.noThresholds,
    verbose: given.verbose,
    remoteModules: given.remoteModules,
    secrets: secretSources(given.secretSources, world.cwd, world.env),
  };
}

/** `k6 inspect`: the options as JSON, with what they need when that is asked for, too. */
async function inspect(world: World, given: RunArguments, requirements: boolean): Promise<void> {
  const { inspectScript } = await import("../../runner/inspect.ts");
  const found = await inspectScript({ ...(await requestOf(world, given)), world });
  const needs = { totalDuration: `${found.maxDurationMs / 1000}s`, maxVUs: found.maxVus };
  const shown = requirements ? { ...found.options, ...needs } : found.options;
  world.stdout.write(`${JSON.stringify(shown, undefined, 2)}\n`);
}

async function run(world: World, given: RunArguments): Promise<number> {
  const request = await requestOf(world, given);
  const display = new ProgressDisplay(world.stderr);
  const log = new LogOutput(given.log, world.cwd, (line) =>
    given.log.output === "stdout" ? world.stdout.write(`${line}\n`) : display.notice(line),
  );
  const shown: World = given.noColour ? { ...world, stdout: { ...world.stdout, colour: false } } : world;
  const outputs = new SampleOutputs(given.outputs, world.cwd, (text) => world.stdout.write(text));
  // Loaded when it is needed: its parser and bundler would slow down the start of every other command.
  const { runScript } = await import("../../runner/run.ts");
  const outcome = await runScript({
    ...request,
    world: shown,
    summary: given.summary,
    threads: given.threads,
    paused: given.paused,
    ...(given.address === undefined ? {} : { address: given.address }),
    onLog: log.write,
    outputs,
    ...(!given.quiet && {
      onPlan: (plan) => world.stderr.write(planText(given.script, plan)),
      onProgress: (progress) => display.show(progress),
    }),
  });
  outputs.close();
  display.end();
  const hint = outcome.problem?.hint;
  for (const text of verdictLines(outcome)) {
    log.write({ level: "error", text, at: world.now(), ...(hint !== undefined && { fields: { hint } }) });
  }
  log.close();
  return outcome.exitCode;
}

const HELP = `Runs a k6 script with the embedded runner: flags, K6_* variables and exit codes as in \`k6 run\`.

  tailgate k6 run [flags] script.js
  tailgate k6 inspect [--execution-requirements] script.js   its options as JSON
  tailgate k6 new [file]                                     a script to begin with
  tailgate k6 version

Flags (--vus 2, --vus=2, -u 2; switches take a value only as in --quiet=false):
  -u --vus, -d --duration, -i --iterations, -s --stage, -e --env, --tag, -c --config, -q --quiet, -w --throw,
  --no-setup, --no-teardown, --no-thresholds, --summary-mode, --summary-export, --summary-trend-stats,
  --summary-time-unit, --system-tags, --rps, --max-redirects, --batch, --batch-per-host, --user-agent,
  --insecure-skip-tls-verify, --no-connection-reuse, --no-vu-connection-reuse, --min-iteration-duration,
  --discard-response-bodies, --include-system-env-vars, --no-color, -p --paused, -a --address, --log-format,
  --log-output, --console-output, -o --out (json, csv), --secret-source (file, mock), --http-debug
The runner's own: --threads, --no-remote-modules

What differs from k6 on purpose is listed in docs/runner.md.
`;

/** Flags are k6's, so commander leaves them alone. */
export const k6: Command = (program, world, done) => {
  program
    .command("k6")
    .summary("run a k6 script with the embedded runner, as `k6 run` would")
    .description("a drop-in for `k6 run script.js`")
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    // Also a "--", which commander would swallow.
    .passThroughOptions()
    .argument("[arguments...]")
    .action(async (args: readonly string[]) => {
      if (args[0] === "version" || args[0] === "--version") {
        world.stdout.write(`tailgate ${await suiteVersion()}, running scripts as k6 v2.2.0 does\n`);
        return;
      }
      if (args[0] === "new") return await newScript(args.slice(1), world);
      const given = parseRunArguments(args, world.env);
      if (given === undefined) world.stdout.write(HELP);
      else if (given.inspect !== undefined) await inspect(world, given, given.inspect.requirements);
      else done(await run(world, given));
    });
};
