// The k6 binary as engine: one process a run, its samples read from the CSV it writes to standard output while it
// runs (docs/decisions/k6-csv.md), its log from standard error.

import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { exit, exitMeaning } from "../../lib/core/exit.ts";
import { isRecord } from "../../lib/core/json.ts";
import { K6CsvReader } from "../../lib/core/k6-csv.ts";
import { metric, type SampleSink } from "../../lib/core/metric-sample.ts";
import { isOwnMetric, type MetricKind } from "../../lib/core/metrics/engine-metrics.ts";
import { kindsInSummary } from "../../lib/core/metrics/summary-kinds.ts";
import { writeHeaders } from "../../lib/core/request-headers.ts";
import { boundedLines } from "../../lib/node/bounded-lines.ts";
import { type PrivateFile, privateFile } from "../../lib/node/private-file.ts";
import { cpuSeconds, cpuWaitedMs } from "../../lib/node/process-cpu.ts";
import { killAtExit } from "../../lib/node/process-group.ts";
import type { Engine, EngineOutcome, EngineRun, EngineRunning } from "./engine.ts";
import { LongestGap } from "./longest-gap.ts";

const folded: readonly string[] = [
  "http_req_duration",
  "vus",
  "dropped_iterations",
  "checks",
  ...Object.values(metric),
];
const wanted = (name: string): boolean => folded.includes(name) || isOwnMetric(name);

/** Settings that keep k6 to itself: no usage report, no network look-ups for extensions. */
const QUIET_ENV = {
  K6_CSV_TIME_FORMAT: "unix_micro",
  K6_CSV_SAVE_INTERVAL: "500ms",
  K6_NO_USAGE_REPORT: "true",
  K6_AUTO_EXTENSION_RESOLUTION: "false",
} as const;

const flags = (run: EngineRun, headers: PrivateFile | undefined, summary: PrivateFile): string[] => [
  "run",
  "--quiet",
  "--no-color",
  // The recording is judged by its objectives: thresholds would judge the same twice.
  "--no-thresholds",
  "--log-format=json",
  "--out=csv=-",
  `--summary-export=${summary.path}`,
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

/** A line of k6's JSON log. */
const logLine = (line: string): { level: string; message: string } => {
  try {
    const json: unknown = JSON.parse(line);
    if (isRecord(json)) return { level: String(json.level), message: String(json.error ?? json.msg) };
  } catch {
    // not JSON: k6 writes some start-up errors plainly
  }
  return { level: "error", message: line };
};

/** Exit codes that say how the service did, not that the script is at fault. */
const isVerdict = (code: number): boolean => code === 0 || code === exit.interrupted;

/** Of a line of k6's log, in characters: a stack trace, but no response a script has printed whole. */
const LONGEST_LOG_LINE = 64 * 1024;

/** Shows k6's log as it comes. @returns the last error so far */
function readLog(child: ChildProcess, onNotice: (line: string) => void): () => string | undefined {
  let lastError: string | undefined;
  if (child.stderr !== null) {
    const onLine = (line: string): void => {
      if (line.trim() === "") return;
      const { level, message } = logLine(line);
      if (level === "error") lastError = message;
      else onNotice(`k6 ${level}: ${message}`);
    };
    boundedLines(child.stderr, onLine, LONGEST_LOG_LINE);
  }
  return () => lastError;
}

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
  const csv = new K6CsvReader((name, timeMs, value, tags) => {
    gap.add(name, timeMs, value);
    onSample(name, timeMs, value, tags);
  }, wanted);
  child.stdout?.setEncoding("utf8").on("data", (text: string) => csv.push(text));
  const lastErrorSoFar = readLog(child, run.onNotice);
  // "close": its log has been read by then.
  const end = await ended(child);
  const lastError = lastErrorSoFar();
  csv.end();
  if (csv.firstSkipped !== undefined)
    run.onNotice(`k6 wrote ${csv.skipped} lines that are no samples: ${csv.firstSkipped}`);
  const died = killedFor() ?? diedOf(end, lastError, run);
  const { exitCode } = end;
  return {
    exitCode,
    problem: isVerdict(exitCode) ? undefined : (lastError ?? `k6 ended with code ${exitCode}`),
    ...(died === undefined ? {} : { died }),
    lagMsP99: null,
    longestGapMs: gap.longestMs,
    metrics: await kindsIn(summary),
  };
}

/** The binary at `path` as engine. */
export const k6Engine = (path: string, version: string, why: string): Engine => ({
  name: "k6",
  version,
  why,
  run(run): EngineRunning {
    // A process group of its own: Ctrl-C reaches it once, from us; twice would make k6 stop hard and lose samples.
    const headers = Object.keys(run.headers).length === 0 ? undefined : privateFile(writeHeaders(run.headers));
    const summary = privateFile("");
    const child = spawn(path, flags(run, headers, summary), {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...QUIET_ENV, ...dashboardEnv(run) },
    });
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
