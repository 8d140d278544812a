// Both versions' answers at rest, before any pair: the baseline's become the golden answers that every run of both
// sides is held against, and the two sets are compared input by input.

import { join } from "node:path";
import type { GoldenSet } from "../../lib/core/answers/golden-set.ts";
import type { AtRest } from "../../lib/core/compare/rest-answers.ts";
import type { World } from "../../lib/core/world.ts";
import { writeGoldenFile } from "../../lib/node/golden-file.ts";
import { findService } from "../../lib/node/service/find-service.ts";
import type { ServiceUnderTest } from "../../lib/node/service/service-under-test.ts";
import { goldenRun } from "../measure/golden-run.ts";
import { resultsDir } from "../measure/results-dir.ts";
import type { TargetSpec } from "../target/target.ts";
import { type BothSides, openBoth } from "./both-sides.ts";

/** Both at once, since answers are not timed. What both say is waited for, also when one fails. */
async function bothAnswers(sides: BothSides, world: World): Promise<readonly [GoldenSet, GoldenSet]> {
  const [a, b] = await openBoth(sides, world);
  try {
    const both = [goldenRun(a, world), goldenRun(b, world)] as const;
    await Promise.allSettled(both);
    return [await both[0], await both[1]];
  } finally {
    await Promise.all([a.stop(), b.stop()]);
  }
}

/** Two versions' answers, as the service's description compares and judges them. */
export const restOf = (service: ServiceUnderTest, a: GoldenSet, b: GoldenSet): AtRest => ({
  a,
  b,
  right: service.right,
  accuracy: service.vocabulary(a) === "shared" && service.vocabulary(b) === "shared",
  same: service.same,
});

/** Asks both, and saves A's answers as `results/<label>/golden.json`. @throws CliError when one is not there */
export async function answersAtRest(
  world: World,
  label: string,
  a: TargetSpec,
  b: TargetSpec,
): Promise<{ readonly atRest: AtRest; readonly goldenPath: string }> {
  const service = await findService(world);
  world.stderr.write("asking both versions for their answers at rest\n");
  const [setA, setB] = await bothAnswers({ a, b }, world);
  const goldenPath = join(resultsDir(world), label, "golden.json");
  await writeGoldenFile(goldenPath, setA);
  return { atRest: restOf(service, setA, setB), goldenPath };
}
