import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseRecording, readRecording, writeRecording } from "../../lib/node/recording-file.ts";
import { runModel } from "../../report/model/run-model.ts";
import { plainPaint } from "../../report/terminal/colour.ts";
import { renderTerminal } from "../../report/terminal/terminal.ts";
import { measuredRun } from "../support/measured-run.ts";

/** Recorded when format 1 was the format. */
const OLD = new URL("format-1.recording.json", import.meta.url).pathname;

test("a recording of format 1 is read as one of today", async () => {
  const old = await readRecording(OLD);
  expect(old).toMatchObject({ schema: "tailgate.recording/2", item: "prediction", script: null, metrics: [] });
  expect(old.endpoints.map(({ name, role, rows, items }) => [name, role, rows, items])).toEqual([
    ["predict", "inference", 1, 25],
    ["batch-5", "inference", 5, 45],
    ["batch-25", "inference", 25, 350],
    ["batch-50", "inference", 50, 200],
    ["health", "health", null, 0],
  ]);
  expect(renderTerminal(runModel(old), plainPaint)).toContain(
    "Total: 60 requests = 15.0/s; 620 predictions = 155/s (38.8 a user)",
  );
});

test("what it becomes is a whole recording: it can be written and read again", async () => {
  const dir = await mkdtemp(join(tmpdir(), "tailgate-formats-"));
  const old = await readRecording(OLD);
  expect(await readRecording(await writeRecording(dir, old))).toEqual(old);
});

test.each<[string, (json: Record<string, unknown>) => unknown]>([
  ["that is cut short", ({ endpoints: _, ...rest }) => rest],
  ["whose endpoints are no list", (json) => ({ ...json, endpoints: "five" })],
  ["with an endpoint that is none", (json) => ({ ...json, endpoints: [1] })],
  ["whose objectives are missing", ({ objectives: _, ...rest }) => rest],
  ["of a format to come", (json) => ({ ...json, schema: "tailgate.recording/9" })],
])("one %s is refused by name", async (_, change) => {
  const json: Record<string, unknown> = JSON.parse(await readFile(OLD, "utf8"));
  expect(() => parseRecording(JSON.stringify(change(json)), "x.json")).toThrow(/x\.json is not a recording/);
});

test("what is written today fits the schema, own metrics and checks included", async () => {
  const dir = await mkdtemp(join(tmpdir(), "tailgate-formats-"));
  const values = { n: 3, sum: 6, min: 1, max: 3, last: 3 };
  const recording = {
    ...measuredRun([{ name: "login", rows: null, latencies: () => [20] }], 3, {
      seed: null,
      payload: null,
      item: null,
      script: { name: "login.js", hash: "ab", optionsHash: "cd" },
      metrics: [
        {
          name: "checkout",
          type: "trend" as const,
          time: true,
          ...values,
          sketch: "= 1 2 3",
          p50: 2,
          p95: null,
          p99: null,
          windows: [{ t: 0, phase: "measure" as const, stage: null, ...values, sketch: "= 1 2 3" }],
        },
      ],
      checks: [{ name: "is 200", endpoint: null, passes: 3, fails: 0 }],
    }),
    validity: { verdict: "valid" as const, reasons: [] },
    objectives: { verdict: "no-data" as const, criteria: [] },
  };
  expect(await readRecording(await writeRecording(dir, recording))).toEqual(recording);
});
