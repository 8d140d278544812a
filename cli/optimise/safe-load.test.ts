import { expect, test } from "vitest";
import { around, measuredRun } from "../../test/support/measured-run.ts";
import { loadPoints, type MeasureLoad } from "./safe-load.ts";

/** A service that answers quickly up to `limit` requests a second and slowly beyond. */
const upTo =
  (limits: Readonly<Record<string, number>>): MeasureLoad =>
  async (profile, variables) => {
    const slow = Number(variables.RATE) > (limits[profile] ?? 0);
    const run = measuredRun([{ name: "predict", latencies: around(slow ? 400 : 20) }]);
    return { ...run, validity: { verdict: "valid", reasons: [] }, objectives: { verdict: "pass", criteria: [] } };
  };

test("raises the baseline's load until it fails, then asks the others for that and three times that", async () => {
  const points = await loadPoints(upTo({ baseline: 35, p1: 50, p1234: 200 }));
  expect(points.map((p) => [p.profile, p.scale, p.holds])).toEqual([
    ["baseline", 1, true],
    ["baseline", 2, true],
    ["baseline", 3, false],
    ["p1", 3, true],
    ["p1234", 3, true],
    ["p1234", 9, true],
  ]);
});

test("a dropped arrival or a failed request is no holding", async () => {
  const quick = upTo({ baseline: 1000, p1: 1000, p1234: 1000 });
  const dropping: MeasureLoad = async (profile, variables) => {
    const recording = await quick(profile, variables);
    if (recording === undefined) return undefined;
    return { ...recording, generator: { ...recording.generator, dropped: 1 } };
  };
  expect((await loadPoints(dropping)).some((p) => p.holds)).toBe(false);
});

test("an interrupted point ends it", async () => {
  expect(await loadPoints(async () => undefined)).toEqual([]);
});
