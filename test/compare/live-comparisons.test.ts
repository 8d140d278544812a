// Comparisons that were really measured, as saved. They were made on a busy 2-core machine with
// the reference service: live/README.md says how.

import { describe, expect, test } from "vitest";
import type { Comparison } from "../../lib/core/compare/model.ts";
import { signedRankP } from "../../lib/core/stat/signed-rank.ts";
import { readSaved } from "../../report/files/saved.ts";
import { comparisonModel } from "../../report/model/comparison-model.ts";
import { plainPaint } from "../../report/terminal/colour.ts";
import { renderTerminal } from "../../report/terminal/terminal.ts";

const pathOf = (name: string): string => `test/compare/live/${name}.comparison.json`;

async function saved(name: string): Promise<Comparison> {
  const file = await readSaved(pathOf(name));
  if (file.kind !== "comparison") throw new Error(`${name} is no comparison`);
  return file.value;
}

describe.each([
  ["slower", "regressed"],
  ["equal", "inconclusive"],
  ["optimised", "improved"],
])("a live comparison with a version that is %s", (name, verdict) => {
  test("says what it said, on a terminal", async () => {
    const comparison = await saved(name);
    expect(comparison.verdict).toBe(verdict);
    const text = renderTerminal(comparisonModel(comparison, []), plainPaint);
    await expect(text).toMatchFileSnapshot(`../golden/compare/live-${name}.txt`);
  });
  test("holds the pairs its p values come from", async () => {
    const tested = (await saved(name)).metrics.filter((row) => row.p !== null);
    expect(tested.length).toBeGreaterThan(3);
    for (const row of tested) expect(signedRankP(row.logRatios)).toBeCloseTo(row.p ?? Number.NaN, 12);
  });
});
