// `make soak-generator`: does the load generator itself grow? A steady closed load on the reference service, the
// generator's resident memory and open descriptors read every ten seconds, and the slope of the memory with its
// interval. DURATION (1h) is how long; ENGINE (runner) is what is looked at.

import { spawn } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { parseDuration } from "../lib/core/duration.ts";
import { formatCount, formatDuration } from "../lib/core/format.ts";
import { type Point, type Trend, theilSen } from "../lib/core/validity/trend.ts";
import { residentBytes } from "./process-figures.ts";

const EVERY_MS = 10_000;
/** Until here a heap, compiled code and connections are still being made; it is shown apart. */
const SETTLED_MS = 120_000;
/**
 * Fifty users that pause 160 ms after answers of a few milliseconds: about 300 requests a second. No batches, and the
 * fastest service: what is looked at is the generator.
 */
const LOAD = { USERS: "50", THINK_TIME: "160ms", MIX: "predict:4,health:1", SERVICE_PROFILE: "optimised" };

interface Reading {
  /** Since the start. */
  readonly seconds: number;
  readonly residentBytes: number;
  readonly descriptors: number;
}

const names = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);

/** The process that makes the load: the command itself, or the k6 it started. */
async function generatorOf(pid: number, engine: string): Promise<number | undefined> {
  if (engine === "runner") return pid;
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  for (const child of children.trim().split(" ")) {
    const name = await readFile(`/proc/${child}/comm`, "utf8").catch(() => "");
    if (name.trim() === "k6") return Number(child);
  }
  return undefined;
}

async function read(pid: number, startedAt: number): Promise<Reading | undefined> {
  const [bytes, open] = await Promise.all([residentBytes(pid), names(`/proc/${pid}/fd`)]);
  if (bytes === undefined || open.length === 0) return undefined;
  return { seconds: (performance.now() - startedAt) / 1000, residentBytes: bytes, descriptors: open.length };
}

const perHour = (slope: number): string => `${((slope * 3600) / 1e6).toFixed(1)}`;

const slopeLine = (readings: readonly Reading[]): string => {
  const points: Point[] = readings.map((r) => ({ x: r.seconds, y: r.residentBytes }));
  const trend: Trend | undefined = theilSen(points);
  if (trend === undefined) return "too few readings for a slope";
  return `${perHour(trend.slope)} MB an hour [${perHour(trend.low)}, ${perHour(trend.high)}] (Theil-Sen, 99 %)`;
};

const spread = (values: readonly number[], show: (value: number) => string): string =>
  values.length === 0
    ? "no readings"
    : `${show(values[0] ?? Number.NaN)} first, ${show(values.at(-1) ?? Number.NaN)} last, ${show(Math.min(...values))} to ${show(Math.max(...values))}`;

const durationMs = parseDuration(process.env.DURATION || "1h") ?? 0;
const engine = process.env.ENGINE || "runner";
const results = process.env.RESULTS_DIR || "build/soak";
const child = spawn(process.execPath, ["build/cli.js", "run", "soak", "--label", "generator"], {
  stdio: ["ignore", "inherit", "ignore"],
  env: { ...process.env, ...LOAD, ENGINE: engine, DURATION: `${durationMs}ms`, WARMUP: "30s", RESULTS_DIR: results },
});
// Ctrl-C reaches the child as well; what was read until then is reported.
process.on("SIGINT", () => undefined);
const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
let code: number | null | undefined;
void ended.then((c) => {
  code = c;
});

const startedAt = performance.now();
const readings: Reading[] = [];
while (code === undefined) {
  await Promise.race([ended, delay(EVERY_MS)]);
  const pid = await generatorOf(child.pid ?? 0, engine);
  const reading = pid === undefined ? undefined : await read(pid, startedAt);
  if (reading !== undefined && code === undefined) readings.push(reading);
}
const settled = readings.filter((r) => r.seconds * 1000 >= SETTLED_MS);
const half = Math.floor(settled.length / 2);
await writeFile("build/soak-generator.json", JSON.stringify({ engine, durationMs, code, readings }));
process.stdout.write(
  [
    "",
    `${engine}: ${formatDuration((readings.at(-1)?.seconds ?? 0) * 1000)}, ${formatCount(readings.length)} readings; exit ${code}`,
    `memory after the first ${formatDuration(SETTLED_MS)}: ${slopeLine(settled)}`,
    `  first half ${slopeLine(settled.slice(0, half))}`,
    `  second half ${slopeLine(settled.slice(half))}`,
    `  ${spread(
      settled.map((r) => r.residentBytes / 1e6),
      (mb) => `${mb.toFixed(0)} MB`,
    )}`,
    `descriptors: ${spread(
      settled.map((r) => r.descriptors),
      String,
    )}`,
    "readings in build/soak-generator.json",
    "",
  ].join("\n"),
);
process.exitCode = code ?? 1;
