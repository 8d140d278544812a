// Every profile gives the same answers, and as many right ones as the model card says. Profiles that compute products in
// another way are asked the whole test set; the others run the very same arithmetic, and are asked part of it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { isRecord } from "../../lib/core/json.ts";
import { TOLERANCE } from "../../lib/core/service/same.ts";
import type { Prediction } from "../../lib/core/service-contract.ts";
import { suiteRoot } from "../../lib/node/suite-root.ts";
import { baselineParts, predictTexts } from "../../service/model/inference.ts";
import { loadNetwork } from "../../service/model/load.ts";
import type { Optimisation } from "../../service/optimisation.ts";
import { vectorisedBatches } from "../../service/optimisations/vectorised-batches.ts";
import { profileNamed, profileNames } from "../../service/profiles.ts";
import type { RunningService } from "../../service/service.ts";
import { predict, predictBatch, readTestSet, withService } from "./client.ts";

const testSet = readTestSet();
const texts = testSet.map(({ text }) => text);
let expected: readonly Prediction[] = [];

beforeAll(() => {
  expected = predictTexts(
    loadNetwork(),
    baselineParts(() => undefined),
    texts,
  );
});

/** The first `count` texts: forty single ones at once, then batches whose sizes leave every remainder by four. */
async function answersOf(service: RunningService, count: number): Promise<Prediction[]> {
  const answers = await Promise.all(texts.slice(0, 40).map((text) => predict(service, text)));
  for (let size = 91; answers.length < count; size = 91 + ((size + 1) % 9)) {
    answers.push(...(await predictBatch(service, texts.slice(answers.length, Math.min(count, answers.length + size)))));
  }
  return answers;
}

const ownArithmetic: readonly Optimisation[] = [vectorisedBatches];
const plans = profileNames.map((profile) => {
  const whole = profileNamed(profile).some((optimisation) => ownArithmetic.includes(optimisation));
  return { profile, count: whole ? texts.length : 230 };
});

test.each(plans)(
  "$profile: equal labels, and scores within the tolerance, on $count texts",
  async ({ profile, count }) => {
    await withService({ profile }, async (service) => {
      const answers = await answersOf(service, count);
      expect(answers.map(({ label }) => label)).toEqual(expected.slice(0, count).map(({ label }) => label));
      const distances = answers.map(({ score }, i) => Math.abs(score - (expected[i]?.score ?? 9)));
      expect(Math.max(...distances)).toBeLessThanOrEqual(TOLERANCE);
    });
  },
);

test("as many answers are right as the facts and the model card say", () => {
  const facts: unknown = JSON.parse(readFileSync(join(suiteRoot(), "service/model/weights/facts.json"), "utf8"));
  const card = readFileSync(join(suiteRoot(), "service/model/README.md"), "utf8");
  const correct = expected.filter(({ label }, i) => label === testSet[i]?.label).length;
  expect(isRecord(facts) && [facts.correct, facts.texts]).toEqual([correct, testSet.length]);
  expect(card).toContain(`**${((100 * correct) / testSet.length).toFixed(1)} %**`);
  expect(card).toContain(`${correct} of ${testSet.length} texts`);
});
