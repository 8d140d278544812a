// What is compared: the embedded runner, k6 where there is one, and autocannon, which runs no script.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { builtFile, suiteRoot } from "../lib/node/suite-root.ts";

export interface Work {
  readonly url: string;
  readonly seconds: number;
  /** Users that loop; used when there is no rate. */
  readonly users: number;
  /** Requests per second, whatever the answers do. */
  readonly rate?: number;
  /** Where k6 scripts write handleSummary's data. */
  readonly out: string;
}

export interface Contender {
  readonly name: string;
  /** Runs a k6 script, so that its own latency figures are in `Work.out`. */
  readonly scripted: boolean;
  start(work: Work): ChildProcess;
}

const script = (name: string): string => join(suiteRoot(), "bench", "scripts", name);

const variables = ({ url, seconds, users, rate, out }: Work): readonly string[] =>
  Object.entries({ URL: url, DURATION: `${seconds}s`, VUS: users, RATE: rate ?? 0, OUT: out }).flatMap(
    ([name, value]) => ["-e", `${name}=${value}`],
  );

const launch = (command: string, args: readonly string[]): ChildProcess =>
  spawn(command, args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, K6_NO_USAGE_REPORT: "true" },
  });

const runner = (threads: number): Contender => ({
  name: threads === 1 ? "runner" : `runner, ${threads} threads`,
  scripted: true,
  start: (work) => {
    const args = ["k6", "run", "--quiet", "--threads", String(threads), ...variables(work), script("post.js")];
    return launch(process.execPath, [builtFile("cli.js"), ...args]);
  },
});

const k6 = (binary: string): Contender => ({
  name: "k6",
  scripted: true,
  start: (work) => launch(binary, ["run", "--quiet", ...variables(work), script("post.js")]),
});

const BODY = JSON.stringify({ text: "a sentence of the usual length, as somebody would write it" });

const autocannon: Contender = {
  name: "autocannon",
  scripted: false,
  start: ({ url, seconds, users, rate }) => {
    const load = ["-c", String(users), "-d", String(seconds), ...(rate === undefined ? [] : ["-R", String(rate)])];
    const request = ["-m", "POST", "-H", "content-type: application/json", "-b", BODY, url];
    const cli = fileURLToPath(import.meta.resolve("autocannon"));
    return launch(process.execPath, [cli, "--no-progress", "--json", ...load, ...request]);
  },
};

/** The contenders on this machine. */
export function contenders(): readonly Contender[] {
  const binary = process.env.K6_BIN || "k6";
  const found = spawnSync(binary, ["version"]).status === 0;
  if (!found) process.stderr.write("SKIPPED: no k6 binary to compare with\n");
  return [runner(1), runner(2), ...(found ? [k6(binary)] : []), autocannon];
}

/** The runner with users that do next to nothing. */
export const idleUsers = (url: string, users: number, seconds: number): ChildProcess =>
  launch(process.execPath, [
    builtFile("cli.js"),
    ...["k6", "run", "--quiet", "--summary-mode", "disabled"],
    ...["-e", `URL=${url}`, "-e", `VUS=${users}`, "-e", `DURATION=${seconds}s`, script("idle.js")],
  ]);
