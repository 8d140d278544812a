// One contender, measured from outside over a window of its run: answers by the server's count, CPU by the kernel's.

import type { ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { BenchServer } from "./bench-server.ts";
import type { Contender, OwnFigures, Work } from "./contenders.ts";
import { cpuSeconds, residentBytes } from "./process-figures.ts";

/** Left out at the start: start-up, compilation, first connections. */
const SETTLE_MS = 2000;

export interface Throughput {
  readonly perSecond: number;
  /** Answers per second of the generator's own CPU time. */
  readonly perCore: number;
  /** Cores it used. */
  readonly cores: number;
}

export interface Latency extends OwnFigures {
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

/** Runs a contender at a fixed rate and reads what it measured itself. */
export async function latency(contender: Contender, work: Work): Promise<Latency> {
  const child = contender.start(work);
  const done = ended(child);
  await delay(SETTLE_MS);
  const [cpuBefore, before] = [await cpuOf(child), performance.now()];
  await delay(work.seconds * 1000 - SETTLE_MS - 500);
  const cores = ((await cpuOf(child)) - cpuBefore) / ((performance.now() - before) / 1000);
  await done;
  const written: unknown = JSON.parse(await readFile(work.out, "utf8"));
  return { ...contender.figures(written), cores };
}

/** Resident bytes of a process, read every half second from `afterMs` until it ends. */
export async function residentOverTime(child: ChildProcess, afterMs: number): Promise<readonly number[]> {
  let running = true;
  const done = ended(child).then(() => {
    running = false;
  });
  const readings: number[] = [];
  await delay(afterMs);
  while (running) {
    const bytes = child.pid === undefined ? undefined : await residentBytes(child.pid);
    if (bytes !== undefined) readings.push(bytes);
    await Promise.race([done, delay(500)]);
  }
  return readings;
}
