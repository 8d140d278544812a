// From a saved file to its report.

import type { Recording } from "../../lib/core/recording.ts";
import { capacityModel } from "../model/capacity-model.ts";
import { comparisonModel } from "../model/comparison-model.ts";
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
    case "comparison": {
      const wanted = new Set(saved.value.b.runs.map((run) => run.id));
      return comparisonModel(saved.value, await newestOf(wanted, resultsDir, saved.value.b.label));
    }
  }
}

/** The newest recording of a label whose id is wanted; null when none was kept. */
async function newestOf(ids: ReadonlySet<string>, resultsDir: string, label: string): Promise<Recording | null> {
  const paths = await savedUnder(resultsDir, label);
  for (const path of [...paths].reverse()) {
    if (![...ids].some((id) => path.endsWith(`${id}.recording.json`))) continue;
    const saved = await readSaved(path);
    if (saved.kind === "recording") return saved.value;
  }
  return null;
}
