// Comparisons that were really measured, as saved, through every renderer. They were made on a busy 2-core machine with
// the reference service: live/README.md says how.

import { describe, expect, test } from "vitest";
import type { Comparison } from "../../lib/core/compare/model.ts";
import { signedRankP } from "../../lib/core/stat/signed-rank.ts";
import { readSaved } from "../../report/files/saved.ts";
import { comparisonModel } from "../../report/model/comparison-model.ts";
import { type Format, renderers } from "../../report/renderers.ts";
import { paintFor } from "../../report/terminal/colour.ts";
import { comparisonReport } from "../../report/terminal/comparison-report.ts";

const pathOf = (name: string): string => `test/compare/live/${name}.comparison.json`;

async function saved(name: string): Promise<Comparison> {
  const file = await readSaved(pathOf(name));
  if (file.kind !== "comparison") throw new Error(`${name} is no comparison`);
  return file.value;
}

const plain = paintFor({ write: () => undefined, columns: undefined, colour: false });

const endings: Readonly<Partial<Record<Format, string>>> = {
  markdown: "md",
  junit: "junit.xml",
  csv: "csv",
  "github-annotations": "annotations.txt",
  "github-summary": "summary.md",
  "github-comment": "comment.md",
  html: "html",
};

const isFormat = (name: string): name is Format => name in renderers;
const formats = Object.keys(endings).filter(isFormat);

describe.each([
  ["slower", "regressed"],
  ["equal", "inconclusive"],
  ["optimised", "improved"],
])("a live comparison with a version that is %s", (name, verdict) => {
  test("says what it said, on a terminal", async () => {
    const comparison = await saved(name);
    expect(comparison.verdict).toBe(verdict);
    await expect(comparisonReport(comparison, plain)).toMatchFileSnapshot(`../golden/compare/live-${name}.txt`);
  });
  test.each(formats)("is rendered as %s as it was", async (format) => {
    const text = renderers[format](comparisonModel(await saved(name), null), { script: "", styles: "" });
    await expect(text).toMatchFileSnapshot(`../golden/compare/live-${name}.${endings[format]}`);
  });
  test("holds the pairs its p values come from", async () => {
    for (const row of (await saved(name)).metrics) {
      if (row.p !== null) expect(signedRankP(row.logRatios)).toBeCloseTo(row.p, 12);
    }
  });
});
