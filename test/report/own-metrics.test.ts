import { expect, test } from "vitest";
import { historyEntry } from "../../lib/core/history/entry.ts";
import { judgeObjectives } from "../../lib/core/objectives/judge.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { historyModel } from "../../report/model/history-model.ts";
import { runModel } from "../../report/model/run-model.ts";
import { renderPage } from "../../report/page/page.ts";
import { plainPaint } from "../../report/terminal/colour.ts";
import { renderTerminal } from "../../report/terminal/terminal.ts";
import { renderCsv } from "../../report/text/csv.ts";
import { renderMarkdown } from "../../report/text/markdown.ts";
import { around, measuredRun } from "../support/measured-run.ts";
import { ownMetrics } from "../support/own-metrics.ts";

const run = measuredRun([{ name: "login", rows: null, latencies: around(40) }], 10, { metrics: ownMetrics(100, 4) });
const recording: Recording = {
  ...run,
  validity: { verdict: "valid", reasons: [] },
  objectives: judgeObjectives(run, [
    { metric: "checkout.p95", bound: "below", limit: 90, own: "checkout", unit: "ms" },
    { metric: "found.rate", bound: "above", limit: 0.98, own: "found", unit: "fraction" },
  ]),
};
const noAssets = { script: "", styles: "" };

test("the terminal has a row for each, with the figures of its type", () => {
  const text = renderTerminal(runModel(recording), plainPaint);
  expect(text).toMatch(/Metric +Type +Samples +mean +min +max +p50 +p95 +p99 +rate +count +value/);
  expect(text).toMatch(/checkout +trend +400 +99.8 ms +80.0 ms +120 ms +99.8 ms +118 ms +119 ms/);
  expect(text).toMatch(/found +rate +400 +99 %/);
  expect(text).toMatch(/sold +counter +200 +20.0\/s +200/);
  expect(text).toMatch(/queue +gauge +1 +7.00/);
  expect(text).toContain("checkout p95 118 ms, wanted below 90.0 ms");
});

test("page and Markdown have them, and the page draws them over time", () => {
  const model = runModel(recording);
  const page = renderPage(model, noAssets);
  expect(page).toContain("own metrics");
  for (const chart of ["checkout mean", "found rate", "sold rate", "queue value"]) expect(page).toContain(chart);
  expect(model.charts?.own.map(({ name, unit, values }) => [name, unit, values.length, values[9]])).toEqual([
    ["checkout mean", "ms", 10, 101],
    ["found rate", "%", 10, 100],
    ["sold rate", "/s", 10, 20],
    ["queue value", "", 10, 7],
  ]);
  expect(renderMarkdown(model)).toContain("| checkout | trend | 400 |");
});

test("CSV has a row a figure, and the same columns as ever without any", () => {
  const lines = renderCsv(runModel(recording)).split("\r\n");
  expect(lines[0]).toMatch(/^endpoint,method,count,.*,rate_per_sec,own_metric,figure,value,unit$/);
  expect(lines).toContainEqual(expect.stringMatching(/^,{11}"found","rate",0.99,"fraction"$/));
  const plain = renderCsv(runModel({ ...recording, metrics: [] }));
  expect(plain.split("\r\n")[0]).toMatch(/rate_per_sec$/);
});

test("the history keeps them and its page draws them", () => {
  const entry = historyEntry(recording);
  expect(entry.metrics).toContainEqual({ name: "found.rate", value: 0.99 });
  const trends = historyModel([entry]).trends.map(({ name, unit }) => `${name} in ${unit}`);
  expect(trends).toContain("checkout p95 in ms");
  expect(trends).toContain("found rate in %");
  expect(trends).toContain("login p95 in ms");
});
