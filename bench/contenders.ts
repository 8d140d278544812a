// What is compared: the embedded runner, k6 where there is one, and autocannon, which runs no script.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { openSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isRecord } from "../lib/core/json.ts";
import { builtFile, suiteRoot } from "../lib/node/suite-root.ts";

export interface Work {
  readonly url: string;
  readonly seconds: number;
  /** Users that loop; used when there is no rate. */
  readonly users: number;
  /** Requests per second, whatever the answers do. */
  readonly rate?: number;
  /** Where the contender writes its own figures. */
  readonly out: string;
}

/** What a contender says of its requests; undefined is what it does not measure. */
export interface OwnFigures {
  readonly requests: number | undefined;
  readonly medianMs: number | undefined;
  readonly p95Ms: number | undefined;
  readonly p99Ms: number | undefined;
  /** How late requests were sent after they were due. */
  readonly sendLagP99Ms: number | undefined;
}

export interface Contender {
  readonly name: string;
  start(work: Work): ChildProcess;
  /** Reads the content of `Work.out`, parsed. */
  figures(written: unknown): OwnFigures;
}

const numberAt = (value: unknown, ...path: readonly string[]): number | undefined => {
  const found = path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), value);
  return typeof found === "number" ? found : undefined;
};

/** From the data of a k6 script's handleSummary. */
const scriptFigures = (written: unknown): OwnFigures => {
  const duration = (statistic: string): number | undefined =>
    numberAt(written, "metrics", "http_req_duration", "values", statistic);
  return {
    requests: duration("count"),
    medianMs: duration("med"),
    p95Ms: duration("p(95)"),
    p99Ms: duration("p(99)"),
    sendLagP99Ms: numberAt(written, "metrics", "tailgate_send_lag", "values", "p(99)"),
  };
};

const script = (name: string): string => join(suiteRoot(), "bench", "scripts", name);

const variables = ({ url, seconds, users, rate, out }: Work): readonly string[] =>
  Object.entries({ URL: url, DURATION: `${seconds}s`, VUS: users, RATE: rate ?? 0, OUT: out }).flatMap(
    ([name, value]) => ["-e", `${name}=${value}`],
  );

const launch = (command: string, args: readonly string[], stdout: "ignore" | number = "ignore"): ChildProcess =>
  spawn(command, args, {
    stdio: ["ignore", stdout, "inherit"],
    env: { ...process.env, K6_NO_USAGE_REPORT: "true" },
  });

const runner = (threads: number): Contender => ({
  name: threads === 1 ? "runner" : `runner, ${threads} threads`,
  figures: scriptFigures,
  start: (work) => {
    const args = ["k6", "run", "--quiet", "--threads", String(threads), ...variables(work), script("post.js")];
    return launch(process.execPath, [builtFile("cli.js"), ...args]);
  },
});

const k6 = (binary: string): Contender => ({
  name: "k6",
  figures: scriptFigures,
  start: (work) => launch(binary, ["run", "--quiet", ...variables(work), script("post.js")]),
});

const BODY = JSON.stringify({ text: "a sentence of the usual length, as somebody would write it" });

/** Its latencies are whole milliseconds, and its correction for coordinated omission makes samples up: left out. */
const autocannon: Contender = {
  name: "autocannon",
  start: ({ url, seconds, users, rate, out }) => {
    const load = [
      "-c",
      String(users),
      "-d",
      String(seconds),
      ...(rate === undefined ? [] : ["-R", String(rate), "-C"]),
    ];
    const request = ["-m", "POST", "-H", "content-type: application/json", "-b", BODY, url];
    const cli = fileURLToPath(import.meta.resolve("autocannon"));
    return launch(process.execPath, [cli, "--no-progress", "--json", ...load, ...request], openSync(out, "w"));
  },
  figures: (written) => ({
    requests: numberAt(written, "requests", "total"),
    medianMs: numberAt(written, "latency", "p50"),
    p95Ms: undefined,
    p99Ms: numberAt(written, "latency", "p99"),
    sendLagP99Ms: undefined,
  }),
};

/** The contenders on this machine. */
export function contenders(): readonly Contender[] {
  const binary = process.env.K6_BIN || "k6";
  const found = spawnSync(binary, ["version"]).status === 0;
  if (!found) process.stderr.write("SKIPPED: no k6 binary to compare with\n");
  return [runner(1), runner(2), ...(found ? [k6(binary)] : []), autocannon];
}

const runnerAlone = (file: string, url: string, more: readonly string[]): ChildProcess =>
  launch(process.execPath, [
    builtFile("cli.js"),
    ...["k6", "run", "--quiet", "--summary-mode", "disabled", "-e", `URL=${url}`, ...more, script(file)],
  ]);

/** The runner with users that do next to nothing. */
export const idleUsers = (url: string, users: number, seconds: number): ChildProcess =>
  runnerAlone("idle.js", url, ["-e", `VUS=${users}`, "-e", `DURATION=${seconds}s`]);

/** The runner with a number of requests to make, however long it takes. */
export const manyRequests = (url: string, users: number, requests: number): ChildProcess =>
  runnerAlone("post.js", url, ["-u", String(users), "-i", String(requests)]);
