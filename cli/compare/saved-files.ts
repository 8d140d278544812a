// The comparison of recordings that exist, with what lies beside them: the host's noise profile, and the answers at
// rest that each label left behind.

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Comparison } from "../../lib/core/compare/model.ts";
import type { AtRest } from "../../lib/core/compare/rest-answers.ts";
import { runStatistics } from "../../lib/core/compare/run-statistics.ts";
import { compareSaved } from "../../lib/core/compare/saved.ts";
import type { Recording } from "../../lib/core/recording.ts";
import type { World } from "../../lib/core/world.ts";
import { readGoldenFile } from "../../lib/node/golden-file.ts";
import { findService } from "../../lib/node/service/find-service.ts";
import { resultsDir } from "../measure/results-dir.ts";
import { restOf } from "./at-rest.ts";
import type { Asked } from "./floor-and-looks.ts";
import { readNoiseProfile } from "./noise-file.ts";

/** The label that all recordings share and that has golden answers. */
const goldenOf = (world: World, recordings: readonly Recording[]): string | undefined => {
  const [label, ...others] = new Set(recordings.map((r) => r.label));
  const path = label === undefined ? undefined : join(resultsDir(world), label, "golden.json");
  return path !== undefined && others.length === 0 && existsSync(path) ? path : undefined;
};

/** Answers of both labels, when both have them, from the corpus there is, and they are two. @throws CliError */
async function restAnswers(world: World, a: readonly Recording[], b: readonly Recording[]): Promise<AtRest | null> {
  const [pathA, pathB] = [goldenOf(world, a), goldenOf(world, b)];
  if (pathA === undefined || pathB === undefined || pathA === pathB) return null;
  const service = await findService(world);
  const [setA, setB] = [await readGoldenFile(pathA), await readGoldenFile(pathB)];
  const fits = setA.corpusHash === service.dataHash && setB.corpusHash === service.dataHash;
  return fits ? restOf(service, setA, setB) : null;
}

/** Both sides need at least one recording. @throws CliError when what lies beside them cannot be read */
export async function compareRecordings(
  world: World,
  a: readonly Recording[],
  b: readonly Recording[],
  asked: Asked,
  labels?: { readonly a: string; readonly b: string },
): Promise<Comparison> {
  const hostId = a[0]?.host.id;
  const profile = hostId === undefined ? null : await readNoiseProfile(world, hostId);
  const atRest = await restAnswers(world, a, b);
  return compareSaved(a.map(runStatistics), b.map(runStatistics), profile, { ...asked, labels, atRest });
}
