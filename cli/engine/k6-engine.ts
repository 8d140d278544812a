// The k6 binary as engine: one process a run, its samples read from the CSV it writes to standard output while it
// runs (docs/decisions/k6-csv.md), its log from standard error.

import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { exit, exitMeaning } from "../../lib/core/exit.ts";
import { K6CsvReader } from "../../lib/core/k6-csv.ts";
import { metric, type SampleSink } from "../../lib/core/metric-sample.ts";
import { isOwnMetric, type MetricKind } from "../../lib/core/metrics/engine-metrics.ts";
import { kindsInSummary } from "../../lib/core/metrics/summary-kinds.ts";
import { writeHeaders } from "../../lib/core/request-headers.ts";
import { type PrivateFile, privateFile } from "../../lib/node/private-file.ts";
import { cpuSeconds, cpuWaitedMs } from "../../lib/node/process-cpu.ts";
import { killAtExit } from "../../lib/node/process-group.ts";
import type { Engine, EngineOutcome, EngineRun, EngineRunning } from "./engine.ts";
import { runEntry } from "./k6-entry.ts";
import { foreignEnv, QUIET_ENV } from "./k6-environment.ts";
import { inspectWithK6 } from "./k6-inspect.ts";
import { K6Log } from "./k6-log.ts";
import { LongestGap } from "./longest-gap.ts";
import { isAboutOutput, outputFlags } from "./named-outputs.ts";

const folded: readonly string[] = [
  "http_req_duration",
  "vus",
  "dropped_iterations",
  "checks",
  ...Object.values(metric),
];
const wanted = (name: string): boolean => folded.includes(name) || isOwnMetric(name);

const runFlags = (summary: PrivateFile, { world }: EngineRun): string[] => [
  "run",
  "--quiet",
  "--no-color",
  // The recording is judged by its objectives: thresholds would judge the same twice.
  "--no-thresholds",
  "--log-format=json",
  "--out=csv=-",
  ...outputFlags(world),
  `--summary-export=${summary.path}`,
];

const flags = (run: EngineRun, headers: PrivateFile | undefined, summary: PrivateFile): string[] => [
  ...runFlags(summary, run),
  "--include-system-env-vars=false",
  ...Object.entries({ ...run.env, HEADERS_FILE: headers?.path ?? "" }).flatMap(([name, value]) => [
    "--env",
    `${name}=${value}`,
  ]),
  ...(run.flags ?? []),
  run.script,
];

/** k6's web dashboard: by default it would listen on every interface. */
const dashboardEnv = ({ dashboard }: EngineRun): Record<string, string> =>
  dashboard === undefined
    ? {}
    : {
        K6_WEB_DASHBOARD: "true",
        K6_WEB_DASHBOARD_HOST: "127.0.0.1",
        K6_WEB_DASHBOARD_PORT: String(dashboard.port),
        K6_WEB_DASHBOARD_PERIOD: "1s",
        K6_WEB_DASHBOARD_EXPORT: dashboard.exportPath,
      };

/** Exit codes that say how the service did, not that the script is at fault. */
const isVerdict = (code: number): boolean => code === 0 || code === exit.interrupted;

interface End {
  readonly exitCode: number;
  readonly signal: NodeJS.Signals | null;
}

const ended = (child: ChildProcess): Promise<End> =>
  new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ exitCode: code ?? exit.interrupted, signal }));
  });

/** k6's own exit codes: any other is a crash (2 is Go's panic). */
const isCrash = (code: number): boolean => !(code in exitMeaning) || code === exit.usage;

/** How k6 was brought down, when that was not our doing: k6 itself would call an interrupted run a run. */
const diedOf = ({ exitCode, signal }: End, lastError: string | undefined, run: EngineRun): string | undefined => {
  if (signal !== null) return run.signal.aborted ? undefined : signal;
  if (exitCode === exit.interrupted && !run.signal.aborted) return `exit code ${exitCode}: something interrupted it`;
  if (!isCrash(exitCode)) return undefined;
  return lastError === undefined ? `exit code ${exitCode}` : `exit code ${exitCode}: ${lastError}`;
};

/** What the script's own metrics are, as k6 says at its end; none when it had none. */
async function kindsIn(summary: PrivateFile): Promise<ReadonlyMap<string, MetricKind>> {
  try {
    return kindsInSummary(JSON.parse(await readFile(summary.path, "utf8")));
  } catch {
    return new Map();
  }
}

/** @param killedFor why we ended it, when we did */
async function outcomeOf(
  child: ChildProcess,
  summary: PrivateFile,
  run: EngineRun,
  onSample: SampleSink,
  killedFor: () => string | undefined,
): Promise<EngineOutcome> {
  const gap = new LongestGap();
  const csv = new K6CsvReader(
    (name, timeMs, value, tags) => {
      gap.add(name, timeMs, value);
      onSample(name, timeMs, value, tags);
    },
    (name) => wanted(name) || run.foreign?.metrics.has(name) === true,
    run.foreign === undefined ? undefined : run.onNotice,
  );
  child.stdout?.setEncoding("utf8").on("data", (text: string) => csv.push(text));
  const log = new K6Log(run.onNotice);
  log.read(child.stderr);
  // "close": its log has been read by then.
  const [end] = await Promise.all([ended(child), fed(child, run)]);
  csv.end();
  const { lastError } = log;
  if (csv.firstSkipped !== undefined && run.foreign === undefined)
    run.onNotice(`k6 wrote ${csv.skipped} lines that are no samples: ${csv.firstSkipped}`);
  const died = killedFor() ?? diedOf(end, lastError, run);
  const threw = end.exitCode === exit.ok && run.foreign !== undefined ? log.threwOutside : undefined;
  const exitCode = threw === undefined ? end.exitCode : exit.scriptException;
  const said = lastError ?? `k6 ended with code ${exitCode}`;
  // k6 itself has no code of its own for it.
  const noOutput = !isVerdict(exitCode) && isAboutOutput(run.world, said);
  return {
    exitCode: noOutput ? exit.invalidOptions : exitCode,
    problem: threw ?? (isVerdict(exitCode) ? undefined : noOutput ? `K6_OUT=${run.world.env.K6_OUT}: ${said}` : said),
    ...(died === undefined ? {} : { died }),
    lagMsP99: null,
    longestGapMs: gap.longestMs,
    metrics: await kindsIn(summary),
    ...(run.foreign === undefined ? {} : { scriptErrors: log.scriptErrors }),
  };
}

/** Hands a foreign script to a k6 that reads it from standard input. */
async function fed({ stdin }: ChildProcess, { foreign, world, flags: share }: EngineRun): Promise<void> {
  if (foreign === undefined || stdin === null) return;
  // k6 may end before it has read everything; its exit code says why.
  stdin.on("error", () => undefined);
  stdin.end(await runEntry(foreign.script, foreign.options, world.cwd, share !== undefined));
}

/** A k6 for this run: our scenarios' bundle by its path, a foreign script from its own directory by standard input. */
function spawnK6(path: string, run: EngineRun, headers: PrivateFile | undefined, summary: PrivateFile): ChildProcess {
  const { foreign } = run;
  // A process group of its own: Ctrl-C reaches it once, from us; twice would make k6 stop hard and lose samples.
  if (foreign === undefined)
    return spawn(path, flags(run, headers, summary), {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...QUIET_ENV, ...dashboardEnv(run) },
    });
  const tags = Array.isArray(foreign.options.systemTags)
    ? [`--system-tags=${foreign.options.systemTags.join(",")}`]
    : [];
  return spawn(path, [...runFlags(summary, run), "--include-system-env-vars", ...tags, ...(run.flags ?? []), "-"], {
    cwd: dirname(foreign.script.path),
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...foreignEnv(run.env, foreign.options), ...QUIET_ENV, ...dashboardEnv(run) },
  });
}

/** The binary at `path` as engine. */
export const k6Engine = (path: string, version: string, why: string): Engine => ({
  name: "k6",
  version,
  why,
  inspect: (inspection) => inspectWithK6(path, inspection),
  run(run): EngineRunning {
    const headers = Object.keys(run.headers).length === 0 ? undefined : privateFile(writeHeaders(run.headers));
    const summary = privateFile("");
    const child = spawnK6(path, run, headers, summary);
    killAtExit(child);
    const interrupt = (): void => void child.kill("SIGINT");
    run.signal.addEventListener("abort", interrupt, { once: true });
    if (run.signal.aborted) interrupt();
    let killedFor: string | undefined;
    const onSample: SampleSink = (...sample) => {
      // k6 has read it by now, and keeps what it has read for users it makes later.
      headers?.remove();
      run.onSample(...sample);
    };
    const sink = headers === undefined ? run.onSample : onSample;
    const outcome = outcomeOf(child, summary, run, sink, () => killedFor).finally(() => {
      run.signal.removeEventListener("abort", interrupt);
      headers?.remove();
      summary.remove();
      child.kill("SIGKILL");
    });
    const { pid } = child;
    return {
      outcome,
      cpuSeconds: () => (pid === undefined ? undefined : cpuSeconds(pid)),
      cpuWaitedMs: () => (pid === undefined ? undefined : cpuWaitedMs(pid)),
      kill: (why) => {
        killedFor = why;
        child.kill("SIGKILL");
      },
    };
  },
});
