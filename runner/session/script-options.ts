// A script's options made ready: init code run once, the options' levels laid over each other, checked, thresholds
// bound. Whatever is wrong is found here, before any load is sent.

import { exit } from "../../lib/core/exit.ts";
import { isRecord } from "../../lib/core/json.ts";
import type { ScriptInstance } from "../engine/script-instance.ts";
import { RunFailure } from "../engine/script-problem.ts";
import type { MetricStore } from "../metrics/metric-store.ts";
import { type ReadOptions, type RunOptions, readOptions } from "../options/run-options.ts";
import { unknownExecutors } from "../options/scenario.ts";
import { overlay, type RawOptions } from "../options/shortcuts.ts";
import { bindThresholds } from "../thresholds/threshold-set.ts";

const invalid = (problems: readonly string[]): RunFailure =>
  new RunFailure({
    exitCode: exit.invalidOptions,
    message: problems.length === 1 ? (problems[0] ?? "") : `the options are wrong:\n  - ${problems.join("\n  - ")}`,
  });

const scriptOptions = (script: ScriptInstance): RawOptions => {
  const { options } = script.exports;
  if (options === undefined || options === null) return {};
  // Options are data, in k6 too: what JSON cannot carry does not exist.
  const data: unknown = JSON.parse(JSON.stringify(options) ?? "null");
  if (!isRecord(data)) throw invalid(["the exported 'options' must be an object"]);
  return data;
};

const missingFunctions = (options: RunOptions, script: ScriptInstance): readonly string[] =>
  options.scenarios
    .filter(({ exec }) => script.optionalFunction(exec) === undefined)
    .map(({ name, exec }) => `executor ${name}: function '${exec}' not found in exports`);

/** Levels of options from the lowest to the highest, the script's between config file and flags. */
export interface OptionLevels {
  readonly config: RawOptions;
  readonly given: RawOptions;
  readonly noThresholds: boolean;
}

/** @throws RunFailure (104) with every problem */
export function prepareOptions(
  script: ScriptInstance,
  levels: OptionLevels,
  store: MetricStore,
  warn: (text: string) => void,
): { readonly options: RunOptions; readonly raw: RawOptions } {
  const own = scriptOptions(script);
  const all = overlay(overlay(levels.config, own), levels.given);
  const raw = levels.noThresholds ? { ...all, thresholds: {} } : all;
  const { options, problems, warnings }: ReadOptions = readOptions(raw);
  for (const warning of warnings) warn(warning);
  const wrong = [...new Set([...unknownExecutors(own.scenarios), ...problems])];
  if (options === undefined || wrong.length > 0) throw invalid(wrong);
  const late = [...missingFunctions(options, script), ...bindThresholds(options.thresholds, store).problems];
  if (late.length > 0) throw invalid(late);
  return { options, raw };
}
