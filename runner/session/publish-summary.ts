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

/** @throws what handleSummary throws, after k6's text was shown in its place; CliError when a file cannot be written */
export async function publishSummary(publication: Publication, fresh: () => Promise<Instance>): Promise<void> {
  const { world, clock, options, choice, data } = publication;
  if (choice.exportTo !== undefined) await writeWholeFile(choice.exportTo, legacyExport(data));
  if (choice.mode === "disabled") return;
  const instance = await fresh();
  if (instance.script.optionalFunction("handleSummary") === undefined) return writeText(publication);
  const stage = {
    name: "handleSummary",
    timeoutMs: options.handleSummaryTimeoutMs,
    timeoutCode: exit.timeout,
  } as const;
  let returned: unknown;
  try {
    returned = await runStage(stage, instance, clock, [structuredClone(data)], undefined);
  } catch (error) {
    writeText(publication);
    throw error;
  }
  if (returned === undefined || returned === null) return writeText(publication);
  await writeSummary(returned, world);
}
