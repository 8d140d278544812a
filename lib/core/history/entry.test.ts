import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shortRun, syntheticRecording } from "../../../test/report/synthetic-recording.ts";
import { type HistoryEntry, historyEntry, parseHistoryLine } from "./entry.ts";

const run = syntheticRecording(shortRun);

describe("a line of history", () => {
  test("reads back as it was written", () => {
    const entry = historyEntry(run);
    expect(parseHistoryLine(JSON.stringify(entry))).toEqual(entry);
  });
  test("leaves out what was not measured instead of writing a zero", () => {
    const names = historyEntry(run).metrics.map((m) => m.name);
    expect(names).toContain("predict.p99_ms");
    expect(names).not.toContain("batch-50.p99_ms");
  });
  test("has what the work cost, unless the clock was too coarse to say", () => {
    const namesWith = (uncertaintySeconds: number): readonly string[] =>
      historyEntry({
        ...run,
        cost: { source: "processes", cpuSeconds: 10, uncertaintySeconds, rssBytes: null },
      }).metrics.map((m) => m.name);
    expect(namesWith(0.5)).toContain("all.cpu_s_per_thousand");
    expect(namesWith(2)).not.toContain("all.cpu_s_per_thousand");
  });
  test("keeps runs under other conditions apart", () => {
    const series = (entry: HistoryEntry): string | undefined => entry.attributes.series;
    const here = historyEntry(run);
    expect(series(historyEntry({ ...run, id: "later", seed: 9 }))).toBe(series(here));
    expect(series(historyEntry({ ...run, load: { ...run.load, users: 20 } }))).not.toBe(series(here));
    expect(series(historyEntry({ ...run, host: { ...run.host, id: "other" } }))).not.toBe(series(here));
    expect(series(historyEntry({ ...run, engine: { ...run.engine, name: "k6" } }))).not.toBe(series(here));
  });
  test("says what is wrong with any other line, and never throws", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        const got = parseHistoryLine(line);
        expect(typeof got === "string" || typeof got.timestamp === "number").toBe(true);
      }),
    );
    expect(parseHistoryLine('{"timestamp":1,"metr')).toMatch(/not JSON/);
    expect(parseHistoryLine('{"timestamp":1,"metrics":[{"name":"x","value":null}],"attributes":{}}')).toMatch(
      /malformed/,
    );
  });
});
