// One contender, measured from outside over a window of its run: answers by the server's count, CPU by the kernel's.

import type { ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { isRecord } from "../lib/core/json.ts";
import type { BenchServer } from "./bench-server.ts";
import type { Contender, Work } from "./contenders.ts";
import { cpuSeconds } from "./process-figures.ts";

/** Left out at the start: start-up, compilation, first connections. */
const SETTLE_MS = 2000;

export interface Throughput {
  readonly perSecond: number;
  /** Answers per second of the generator's own CPU time. */
  readonly perCore: number;
  /** Cores it used. */
  readonly cores: number;
}

export interface Latency {
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** 99th percentile of how late requests were sent; undefined where nobody measures it. */
  readonly sendLagP99Ms: number | undefined;
  readonly requests: number;
  readonly cores: number;
}

const ended = (child: ChildProcess): Promise<void> => new Promise((resolve) => child.once("exit", () => resolve()));

async function cpuOf(child: ChildProcess): Promise<number> {
  const used = child.pid === undefined ? undefined : await cpuSeconds(child.pid);
  if (used === undefined) throw new Error("cannot read another process's CPU time here: the benchmark needs Linux");
  return used;
}

/** Runs `contender` as fast as it goes. */
export async function throughput(contender: Contender, server: BenchServer, work: Work): Promise<Throughput> {
  const child = contender.start(work);
  const done = ended(child);
  await delay(SETTLE_MS);
  const [cpuBefore, answersBefore, before] = [await cpuOf(child), await server.answered(), performance.now()];
  await delay(work.seconds * 1000 - SETTLE_MS - 500);
  const [cpuAfter, answersAfter, after] = [await cpuOf(child), await server.answered(), performance.now()];
  await done;
  const [cpu, answers, seconds] = [cpuAfter - cpuBefore, answersAfter - answersBefore, (after - before) / 1000];
  return { perSecond: answers / seconds, perCore: answers / cpu, cores: cpu / seconds };
}

const statistic = (summary: unknown, metric: string, name: string): number | undefined => {
  const metrics = isRecord(summary) ? summary.metrics : undefined;
  const found = isRecord(metrics) ? metrics[metric] : undefined;
  const values = isRecord(found) ? found.values : undefined;
  const value = isRecord(values) ? values[name] : undefined;
  return typeof value === "number" ? value : undefined;
};

/** Runs a scripted contender at a fixed rate and reads what it measured itself. */
export async function latency(contender: Contender, work: Work): Promise<Latency> {
  const child = contender.start(work);
  const done = ended(child);
  await delay(SETTLE_MS);
  const [cpuBefore, before] = [await cpuOf(child), performance.now()];
  await delay(work.seconds * 1000 - SETTLE_MS - 500);
  const cores = ((await cpuOf(child)) - cpuBefore) / ((performance.now() - before) / 1000);
  await done;
  const summary: unknown = JSON.parse(await readFile(work.out, "utf8"));
  const duration = (name: string): number => statistic(summary, "http_req_duration", name) ?? Number.NaN;
  return {
    medianMs: duration("med"),
    p95Ms: duration("p(95)"),
    p99Ms: duration("p(99)"),
    sendLagP99Ms: statistic(summary, "tailgate_send_lag", "p(99)"),
    requests: duration("count"),
    cores,
  };
}
