import { describe, expect, test } from "vitest";
import { historyEntry } from "../../lib/core/history/entry.ts";
import { capacityModel } from "../../report/model/capacity-model.ts";
import { comparisonModel } from "../../report/model/comparison-model.ts";
import { historyModel } from "../../report/model/history-model.ts";
import type { ReportModel } from "../../report/model/model.ts";
import { runModel } from "../../report/model/run-model.ts";
import { type Format, renderers } from "../../report/renderers.ts";
import { syntheticComparison } from "./synthetic-comparison.ts";
import { shortRun, syntheticRecording } from "./synthetic-recording.ts";
import { syntheticSearch } from "./synthetic-search.ts";

/** The page's own script and styles are left out: they are tested in a browser. */
const noAssets = { script: "", styles: "" };

const slow = syntheticRecording({ ...shortRun, slowdown: 1.4, failing: 0.01 });
const sound = syntheticRecording(shortRun);

const models: Readonly<Record<string, ReportModel>> = {
  run: runModel(sound),
  "run-failing": runModel(slow),
  "run-invalid": runModel({
    ...sound,
    validity: {
      verdict: "invalid",
      reasons: [
        {
          rule: "generator-cpu",
          severity: "invalid",
          finding: "The load generator used 97 % of a core",
          advice: "Give it a core of its own.",
        },
      ],
    },
  }),
  comparison: comparisonModel(syntheticComparison(), sound),
  capacity: capacityModel(syntheticSearch(), "capacity", "2026-11-24T06:00:00.000Z"),
  history: historyModel(
    [0, 1, 2, 3].map((day) => {
      const entry = historyEntry(syntheticRecording({ ...shortRun, seed: day, slowdown: 1 + day / 10 }));
      return { ...entry, timestamp: entry.timestamp + day * 86_400 };
    }),
  ),
};

const endings: Readonly<Record<Format, string>> = {
  html: "html",
  markdown: "md",
  junit: "junit.xml",
  csv: "csv",
  json: "json",
  "github-annotations": "annotations.txt",
  "github-summary": "summary.md",
  "github-comment": "comment.md",
};

const formats = Object.keys(endings).filter((name): name is Format => name in renderers);

describe.each(Object.entries(models))("%s", (name, model) => {
  test.each(formats)("%s is as it was", async (format) => {
    const text = renderers[format](model, noAssets);
    await expect(text).toMatchFileSnapshot(`../golden/report/${name}.${endings[format]}`);
  });
});
