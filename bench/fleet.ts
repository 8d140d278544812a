// `make bench-fleet`: what a fleet costs beside its load. A million samples are folded into a shard; a thousand shards of a
// minute are read from their text and merged, one at a time. Seconds of CPU, and memory after a collection.

import { FleetMerge } from "../lib/core/fleet/merge.ts";
import { newShard, type Shard } from "../lib/core/fleet/shard.ts";
import { RecordingFold } from "../lib/core/fold/recording-fold.ts";
import { formatCount } from "../lib/core/format.ts";
import { metric, type Tags } from "../lib/core/metric-sample.ts";
import { textTable } from "../lib/core/text-table.ts";
import { readShardText, writeShardText } from "../lib/node/shard-text.ts";
import { shardEnd, shardHeader } from "../test/support/shard.ts";

const SAMPLES = 1_000_000;
const SHARDS = Number(process.env.SHARDS || 1000);
const SECONDS = 60;
/** Requests a second and shard. */
const RATE = 100;
const START = 1_800_000_000_000;

const kinds: readonly Tags[] = [
  ["predict", "1"],
  ["batch-5", "5"],
  ["batch-25", "25"],
  ["batch-50", "50"],
  ["health", ""],
].map(([endpoint = "", rows = ""]) => ({
  endpoint,
  phase: "measure",
  method: "POST",
  name: `/${endpoint}`,
  status: "200",
  ...(rows === "" ? {} : { rows }),
}));

/** `count` requests at `ratePerSec`, every of-th number of a run; latencies spread over two orders of magnitude. */
function shardOf(index: number, of: number, count: number, ratePerSec: number): Shard {
  const fold = new RecordingFold();
  fold.add(metric.started, START, START, {});
  for (let i = 0; i < count; i++) {
    const tags = kinds[(i * 7 + index) % kinds.length] ?? {};
    const latencyMs = 5 * 1.001 ** ((i * 7919) % 4600);
    const atMs = START + (i * 1000) / ratePerSec;
    fold.add("http_req_duration", atMs, latencyMs, tags);
    fold.add(metric.request, atMs, i * of + index - 1, tags);
  }
  return newShard(shardHeader(index, of, { run: "bench" }), shardEnd, fold);
}

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const measured = <T>(body: () => T): { readonly result: T; readonly seconds: number } => {
  const before = cpuSeconds();
  const result = body();
  return { result, seconds: cpuSeconds() - before };
};

const memoryMiB = (): number => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
};

const million = measured(() => shardOf(1, 1, SAMPLES, 1000));
const text = measured(() => writeShardText(million.result));

const merge = new FleetMerge();
let afterTenMiB = 0;
let bytes = 0;
let seconds = 0;
for (let index = 1; index <= SHARDS; index++) {
  const log = writeShardText(shardOf(index, SHARDS, RATE * SECONDS, RATE)).text;
  bytes += log.length;
  seconds += measured(() => {
    for (const shard of readShardText(log).shards) merge.add(shard);
  }).seconds;
  if (index === 10) afterTenMiB = memoryMiB();
}
const atEndMiB = memoryMiB();
const finish = measured(() => merge.finish());
const requests = finish.result.fold.close(SECONDS * 1000).endpoints.reduce((sum, e) => sum + e.count, 0);
if (requests !== SHARDS * RATE * SECONDS) throw new Error(`${requests} requests came out of the merge`);

const rows: readonly (readonly string[])[] = [
  ["fold a million requests", `${million.seconds.toFixed(1)} s`],
  ["write them as text", `${text.seconds.toFixed(1)} s, ${formatCount(text.result.text.length)} characters`],
  [
    `read and merge ${formatCount(SHARDS)} shards of a minute`,
    `${seconds.toFixed(1)} s, ${formatCount(bytes)} characters`,
  ],
  ["hold them against each other", `${finish.seconds.toFixed(1)} s`],
  ["memory after ten shards, and after all", `${afterTenMiB.toFixed(0)} MiB, ${atEndMiB.toFixed(0)} MiB`],
];
process.stdout.write(textTable(["what", "cost"], rows));
