// Both versions' answers at rest, before any pair: the baseline's become the golden answers that every run of both
// sides is held against, and the two sets are compared input by input.

import { join } from "node:path";
import type { GoldenSet } from "../../lib/core/answers/golden-set.ts";
import type { AtRest } from "../../lib/core/compare/rest-answers.ts";
import type { World } from "../../lib/core/world.ts";
import { type Corpus, readCorpus } from "../../lib/node/corpus-file.ts";
import { writeGoldenFile } from "../../lib/node/golden-file.ts";
import { goldenRun } from "../measure/golden-run.ts";
import { resultsDir } from "../measure/results-dir.ts";
import { openTarget, type TargetSpec } from "../target/target.ts";

async function answersOf(spec: TargetSpec, corpus: Corpus, world: World): Promise<GoldenSet> {
  const target = await openTarget(spec, world);
  try {
    return await goldenRun(target, corpus, world);
  } finally {
    await target.stop();
  }
}

/** True labels by input id. */
export const corpusLabels = (corpus: Corpus): ReadonlyMap<string, string> =>
  new Map(corpus.texts.map((text) => [text.id, text.label]));

/** Asks A, then B, and saves A's answers as `results/<label>/golden.json`. @throws CliError when one is not there */
export async function answersAtRest(
  world: World,
  label: string,
  a: TargetSpec,
  b: TargetSpec,
): Promise<{ readonly atRest: AtRest; readonly goldenPath: string }> {
  const corpus = await readCorpus();
  world.stderr.write("asking both versions for their answers at rest\n");
  const [setA, setB] = [await answersOf(a, corpus, world), await answersOf(b, corpus, world)];
  const goldenPath = join(resultsDir(world), label, "golden.json");
  await writeGoldenFile(goldenPath, setA);
  return { atRest: { a: setA, b: setB, labels: corpusLabels(corpus) }, goldenPath };
}
