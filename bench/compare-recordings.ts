// How long comparing 20 recordings of a million requests each takes, from files to verdict. Prints the figures; it
// judges nothing, since a busy machine proves nothing.

import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runStatistics } from "../lib/core/compare/run-statistics.ts";
import { compareSaved } from "../lib/core/compare/saved.ts";
import { LatencyHistogram } from "../lib/core/histogram.ts";
import { seededRandom } from "../lib/core/random.ts";
import type { Recording, Window } from "../lib/core/recording.ts";
import { readRecording, writeRecording } from "../lib/node/recording-file.ts";
import { syntheticRecording } from "../test/compare/synthetic-recording.ts";

const RECORDINGS = 20;
const REQUESTS = 1_000_000;
const SECONDS = 300;

const random = seededRandom(1);

/** A recording whose three endpoints hold a million requests in windows of a second. */
function largeRecording(id: string, label: string): Recording {
  const small = syntheticRecording({ id, label });
  const perWindow = Math.round(REQUESTS / SECONDS / small.endpoints.length);
  const endpoints = small.endpoints.map((endpoint) => {
    const all = new LatencyHistogram();
    const windows = Array.from({ length: SECONDS }, (_, t): Window => {
      const histogram = new LatencyHistogram();
      for (let i = 0; i < perWindow; i++) histogram.record(40 * Math.exp(0.4 * (random() + random() + random() - 1.5)));
      all.merge(histogram);
      const quantiles = { p50Ms: 40, p95Ms: 60, p99Ms: 70, maxMs: 90 };
      return {
        t,
        phase: "measure",
        stage: null,
        n: perWindow,
        failed: 0,
        sumMs: 40 * perWindow,
        ...quantiles,
        hdr: histogram.encode(),
      };
    });
    return { ...endpoint, count: perWindow * SECONDS, windows, hdr: all.encode() };
  });
  return { ...small, endpoints, durationMs: SECONDS * 1000 };
}

const dir = await mkdtemp(join(tmpdir(), "tailgate-bench-"));
try {
  const paths: string[] = [];
  for (let i = 0; i < RECORDINGS; i++) {
    const side = i % 2 === 0 ? "a" : "b";
    paths.push(await writeRecording(dir, largeRecording(`${side}${i}`, side)));
  }
  const bytes = (await stat(paths[0] ?? dir)).size;
  for (let round = 1; round <= 3; round++) {
    const start = performance.now();
    const recordings: Recording[] = [];
    for (const path of paths) recordings.push(await readRecording(path));
    const read = performance.now();
    const runs = recordings.map(runStatistics);
    const folded = performance.now();
    const { verdict } = compareSaved(
      runs.filter((_, i) => i % 2 === 0),
      runs.filter((_, i) => i % 2 === 1),
      null,
    );
    const end = performance.now();
    console.log(
      `round ${round}: ${RECORDINGS} recordings of ${(bytes / 1e6).toFixed(1)} MB: read and validate ${(read - start).toFixed(0)} ms, ` +
        `decode ${(folded - read).toFixed(0)} ms, compare ${(end - folded).toFixed(0)} ms, total ${(end - start).toFixed(0)} ms (${verdict})`,
    );
  }
} finally {
  await rm(dir, { recursive: true });
}
