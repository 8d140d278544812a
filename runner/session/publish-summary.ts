// What a run leaves for people at its end: handleSummary's outputs or else k6's text, and the file of --summary-export.

import { exit } from "../../lib/core/exit.ts";
import type { World } from "../../lib/core/world.ts";
import { writeWholeFile } from "../../lib/node/whole-file.ts";
import type { Clock } from "../executor/clock.ts";
import type { RunOptions } from "../options/run-options.ts";
import type { SummaryChoice } from "../run-contract.ts";
import { legacyExport } from "../summary/legacy-export.ts";
import type { SummaryData } from "../summary/summary-data.ts";
import { writeSummary } from "../summary/summary-files.ts";
import { type SummaryPaint, summaryText } from "../summary/summary-text.ts";
import type { ThresholdResult } from "../thresholds/threshold-set.ts";
import { type Instance, runStage } from "./life-cycle.ts";

export interface Publication {
  readonly world: World;
  readonly clock: Clock;
  readonly options: RunOptions;
  readonly choice: SummaryChoice;
  readonly data: SummaryData;
  readonly thresholds: readonly ThresholdResult[];
}

const paintOf = (colour: boolean): SummaryPaint => {
  const sgr = (code: number) => (text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { good: sgr(32), bad: sgr(31) };
};

function writeText({ world, choice, data, thresholds, options }: Publication): void {
  if (choice.mode !== "compact" && choice.mode !== "full") return;
  const paint = paintOf(world.stdout.colour);
  world.stdout.write(summaryText({ data, thresholds, timeUnit: options.summaryTimeUnit, mode: choice.mode, paint }));
}

/** What `--summary-export` writes; of data that the script left in another shape, what it was before. */
function exportText(seen: SummaryData, data: SummaryData): string {
  try {
    return legacyExport(seen);
  } catch {
    return legacyExport(data);
  }
}

/**
 * `--summary-export` has what handleSummary made of the data, as in k6.
 * @throws what handleSummary throws, after k6's text was shown in its place; CliError when a file cannot be written
 */
export async function publishSummary(publication: Publication, fresh: () => Promise<Instance>): Promise<void> {
  const { choice, data } = publication;
  const seen = structuredClone(data);
  try {
    if (choice.mode !== "disabled") await handOver(publication, seen, fresh);
  } finally {
    if (choice.exportTo !== undefined) await writeWholeFile(choice.exportTo, exportText(seen, data));
  }
}

/** @param seen what handleSummary gets, and may change */
async function handOver(publication: Publication, seen: SummaryData, fresh: () => Promise<Instance>): Promise<void> {
  const { world, clock, options } = publication;
  const instance = await fresh();
  if (instance.script.optionalFunction("handleSummary") === undefined) return writeText(publication);
  const stage = {
    name: "handleSummary",
    timeoutMs: options.handleSummaryTimeoutMs,
    timeoutCode: exit.timeout,
  } as const;
  let returned: unknown;
  try {
    returned = await runStage(stage, instance, clock, [seen], undefined);
  } catch (error) {
    writeText(publication);
    throw error;
  }
  if (returned === undefined || returned === null) return writeText(publication);
  await writeSummary(returned, world);
}
