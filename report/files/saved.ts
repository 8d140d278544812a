// What lies in results/: recordings, comparisons and capacity searches, told apart by their schema and found by label
// or by path.

import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import capacitySchema from "../../lib/core/capacity/capacity.schema.json" with { type: "json" };
import { CAPACITY_SCHEMA } from "../../lib/core/capacity/capacity-format.ts";
import type { SavedSearch } from "../../lib/core/capacity/model.ts";
import comparisonSchema from "../../lib/core/compare/comparison.schema.json" with { type: "json" };
import { COMPARISON_SCHEMA } from "../../lib/core/compare/comparison-format.ts";
import type { Comparison } from "../../lib/core/compare/model.ts";
import { CliError, exit } from "../../lib/core/exit.ts";
import { isRecord } from "../../lib/core/json.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { RECORDING_SCHEMA, RECORDING_SCHEMA_1 } from "../../lib/core/recording-format.ts";
import { parseRecording } from "../../lib/node/recording-file.ts";
import { checkOf } from "../../lib/node/saved-json.ts";
import { typed } from "../model/command-text.ts";

export type Saved =
  | { readonly kind: "recording"; readonly path: string; readonly value: Recording }
  | { readonly kind: "comparison"; readonly path: string; readonly value: Comparison }
  | {
      readonly kind: "capacity";
      readonly path: string;
      readonly value: SavedSearch;
      readonly label: string;
      readonly at: string;
    };

const KINDS = /\.(recording|comparison|capacity)\.json$/;

/** Paths of everything saved under a label, oldest first; empty when there is nothing. */
export async function savedUnder(resultsDir: string, label: string): Promise<readonly string[]> {
  const dir = join(resultsDir, label);
  const names = await readdir(dir).catch(() => []);
  return names
    .filter((name) => KINDS.test(name))
    .sort()
    .map((name) => join(dir, name));
}

/** Labels that have something saved, in the order of their names. */
export async function savedLabels(resultsDir: string): Promise<readonly string[]> {
  const names = await readdir(resultsDir, { withFileTypes: true }).catch(() => []);
  const labels = names.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const counts = await Promise.all(labels.map(async (label) => (await savedUnder(resultsDir, label)).length));
  return labels.filter((_, i) => (counts[i] ?? 0) > 0).sort();
}

/** The paths meant by an argument: a file, or the newest of each kind under a label. @throws CliError */
export async function savedPaths(resultsDir: string, argument: string): Promise<readonly string[]> {
  const info = await stat(argument).catch(() => undefined);
  if (info?.isFile() === true) return [argument];
  const all = await savedUnder(resultsDir, argument);
  if (all.length === 0) {
    throw new CliError(`nothing is saved under ${argument}`, {
      code: exit.noData,
      hint: `Labels with something saved: ${(await savedLabels(resultsDir)).join(", ") || `none yet; ${typed("run", "baseline")}`}.`,
    });
  }
  const newest = await newestOfEachKind(all);
  return newest.length > 0 ? newest : all.slice(-1);
}

/** Of recordings the newest that is no probe of a capacity search: a probe is part of the search's report. */
async function newestOfEachKind(paths: readonly string[]): Promise<readonly string[]> {
  const newest = new Map<string, string>();
  for (const path of paths.toReversed()) {
    const kind = KINDS.exec(path)?.[1] ?? "";
    if (!newest.has(kind) && !(kind === "recording" && (await isProbe(path)))) newest.set(kind, path);
  }
  return [...newest.values()].sort();
}

/** By its own word; what cannot be read is none, and whoever reads it says why. */
async function isProbe(path: string): Promise<boolean> {
  try {
    const json: unknown = JSON.parse(await readFile(path, "utf8"));
    return isRecord(json) && json.probe === true;
  } catch {
    return false;
  }
}

const comparisonCheck = checkOf<Comparison>(comparisonSchema);

const searchCheck = checkOf<SavedSearch>(capacitySchema);

/** Reads one file of any kind. @throws CliError that names the file and what is wrong with it */
export async function readSaved(path: string): Promise<Saved> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new CliError(`cannot read ${path}`, {
      hint: "Check the path; results are in results/<label>/.",
      cause: error,
    });
  }
  const schema = schemaOf(text);
  if (schema === RECORDING_SCHEMA || schema === RECORDING_SCHEMA_1 || schema === undefined) {
    return { kind: "recording", path, value: parseRecording(text, path) };
  }
  const json: unknown = JSON.parse(text);
  if (schema === COMPARISON_SCHEMA) {
    if (comparisonCheck.is(json)) return { kind: "comparison", path, value: json };
    throw new CliError(`${path} is not a comparison of format ${schema}: ${comparisonCheck.problems(json)}`, {
      hint: "It may come from another version of tailgate; compare again.",
    });
  }
  if (schema === CAPACITY_SCHEMA) {
    if (searchCheck.is(json)) {
      return { kind: "capacity", path, value: json, label: basename(dirname(path)), at: timeInName(basename(path)) };
    }
    throw new CliError(`${path} is not a capacity search of format ${schema}: ${searchCheck.problems(json)}`, {
      hint: "It may come from another version of tailgate; search again.",
    });
  }
  throw new CliError(`${path} has the format ${schema}, which is not a recording, comparison or capacity search`, {
    hint: "It may come from another version of tailgate; make it again.",
  });
}

const schemaOf = (text: string): string | undefined => {
  try {
    const json: unknown = JSON.parse(text);
    return isRecord(json) && typeof json.schema === "string" ? json.schema : undefined;
  } catch {
    return undefined;
  }
};

/** Names begin with the time: 20261124T071046Z-capacity. Empty when this one does not. */
const timeInName = (name: string): string => {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(name) ?? [];
  return second === undefined ? "" : `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
};
