// `make bench`: requests per core, latency at a fixed rate and memory of the load generators on this machine, side by
// side against the same server process; and how soon the reference service recovers from a thread's death. Figures are
// medians over interleaved rounds; ratios are to k6.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatCount, formatMs, NOT_MEASURED } from "../lib/core/format.ts";
import { median } from "../lib/core/quantile.ts";
import { textTable } from "../lib/core/text-table.ts";
import { type BenchServer, startBenchServer } from "./bench-server.ts";
import { type Contender, contenders, idleUsers, manyRequests } from "./contenders.ts";
import { type Latency, latency, residentOverTime, type Throughput, throughput } from "./measure.ts";
import { type Recovery, workerDeath } from "./recovery.ts";

const ROUNDS = Number(process.env.ROUNDS || 3);
const SECONDS = Number(process.env.SECONDS || 7);
const USERS = 32;
const RATE = Number(process.env.RATE || 2000);
const IDLE_USERS = 1000;
const REQUESTS = 1_000_000;

const middle = <T>(rounds: readonly T[], pick: (round: T) => number | undefined): number | undefined =>
  median(rounds.flatMap((round) => pick(round) ?? []));

/** Rounds of all contenders, in turn, so that a change of the machine's mood meets all of them. */
async function inTurn<T>(all: readonly Contender[], run: (c: Contender) => Promise<T>): Promise<Map<Contender, T[]>> {
  const results = new Map<Contender, T[]>(all.map((contender) => [contender, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const contender of all) results.get(contender)?.push(await run(contender));
  }
  return results;
}

const ratio = (value: number | undefined, base: number | undefined): string =>
  value === undefined || base === undefined ? NOT_MEASURED : `${(value / base).toFixed(2)}x`;

function throughputTable(results: ReadonlyMap<Contender, readonly Throughput[]>): string {
  const perCore = (rounds: readonly Throughput[]): number | undefined => middle(rounds, (r) => r.perCore);
  const k6 = [...results].find(([contender]) => contender.name === "k6")?.[1];
  const base = k6 && perCore(k6);
  const rows = [...results].map(([{ name }, rounds]) => [
    name,
    formatCount(Math.round(perCore(rounds) ?? 0)),
    ratio(perCore(rounds), base),
    formatCount(Math.round(middle(rounds, (r) => r.perSecond) ?? 0)),
    (middle(rounds, (r) => r.cores) ?? 0).toFixed(2),
  ]);
  return textTable(["generator", "requests/core·s", "to k6", "requests/s", "cores used"], rows);
}

function latencyTable(results: ReadonlyMap<Contender, readonly Latency[]>): string {
  const rows = [...results].map(([{ name }, rounds]) => [
    name,
    formatMs(middle(rounds, (r) => r.medianMs)),
    formatMs(middle(rounds, (r) => r.p95Ms)),
    formatMs(middle(rounds, (r) => r.p99Ms)),
    formatMs(middle(rounds, (r) => r.sendLagP99Ms)),
    formatCount(middle(rounds, (r) => r.requests)),
    (middle(rounds, (r) => r.cores) ?? 0).toFixed(2),
  ]);
  return textTable(["generator", "median ms", "p95 ms", "p99 ms", "sent late p99 ms", "requests", "cores used"], rows);
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

async function memory(server: BenchServer): Promise<string> {
  const idle = await residentOverTime(idleUsers(server.url, IDLE_USERS, 8), 1000);
  const busy = await residentOverTime(manyRequests(server.url, USERS, REQUESTS), 3000);
  const first = busy[0] ?? Number.NaN;
  return [
    `Memory of the runner: ${IDLE_USERS} users that mostly sleep ${megabytes(Math.max(...idle))};`,
    `${formatCount(REQUESTS)} requests ${megabytes(first)} after 3 s, ${megabytes(Math.max(...busy))} at most\n`,
  ].join(" ");
}

async function recovery(): Promise<string> {
  const deaths: Recovery[] = [];
  for (let round = 0; round < ROUNDS; round++) deaths.push(await workerDeath());
  const rows = deaths.map(({ requests, failed, lastFailedMs, p95Ms }) => [
    formatCount(requests),
    formatCount(failed),
    failed === 0 ? NOT_MEASURED : formatMs(lastFailedMs),
    ...p95Ms.map(formatMs),
  ]);
  const header = ["requests", "failed", "last failed ms", "p95 ms before", "first second after", "second second after"];
  return textTable(header, rows);
}

async function main(): Promise<void> {
  const server = await startBenchServer();
  const directory = await mkdtemp(join(tmpdir(), "bench-"));
  const work = { url: server.url, seconds: SECONDS, users: USERS, out: join(directory, "summary.json") };
  const print = (text: string): void => void process.stdout.write(`${text}\n`);
  try {
    const all = contenders();
    print(`\nScripted POST, JSON body, tags, two checks; ${USERS} users, ${ROUNDS} rounds of ${SECONDS} s (medians)\n`);
    print(throughputTable(await inTurn(all, (contender) => throughput(contender, server, work))));
    print(`The same at ${RATE} requests/s\n`);
    print(latencyTable(await inTurn(all, (contender) => latency(contender, { ...work, rate: RATE }))));
    print(await memory(server));
    print("One of the service's two threads ended under 200 requests/s, at 0 ms\n");
    print(await recovery());
  } finally {
    server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

await main();
