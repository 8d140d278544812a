// From a saved file to its report.

import { basename } from "node:path";
import type { Comparison } from "../../lib/core/compare/model.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { capacityModel } from "../model/capacity-model.ts";
import { comparisonModel, countedRuns } from "../model/comparison-model.ts";
import type { ReportModel } from "../model/model.ts";
import { runModel } from "../model/run-model.ts";
import { readSaved, type Saved, savedUnder } from "./saved.ts";

/** `resultsDir` is where a comparison's own recordings are looked for. */
export async function savedModel(saved: Saved, resultsDir: string): Promise<ReportModel> {
  switch (saved.kind) {
    case "recording":
      return runModel(saved.value);
    case "capacity":
      return capacityModel(saved.value, saved.label, saved.at);
    case "comparison":
      return comparisonModel(saved.value, await keptRuns(saved.value, resultsDir));
  }
}

/** The runs of the side that is judged that were kept, oldest first. */
export async function keptRuns(comparison: Comparison, resultsDir: string): Promise<readonly Recording[]> {
  const wanted = countedRuns(comparison);
  const paths = await savedUnder(resultsDir, comparison.b.label);
  const runs: Recording[] = [];
  for (const path of paths) {
    if (!wanted.has(basename(path).replace(/\.recording\.json$/, ""))) continue;
    const saved = await readSaved(path);
    if (saved.kind === "recording") runs.push(saved.value);
  }
  return runs;
}
