import { describe, expect, test } from "vitest";
import { minimumPairs } from "../../lib/core/stat/pair-planning.ts";
import { presetNamed, presets } from "./preset.ts";

/** Endpoints of the baseline scenario that carry texts; each can gate p95 and p99, beside rate, failures, labels, latency at rest and cost. A quick run is too short for any p99. */
const LARGEST_FAMILY = { quick: 4 + 5, standard: 4 * 2 + 5, rigorous: 4 * 2 + 5 };

describe("presets", () => {
  test.each(presets)("$name has enough pairs at its last look for the largest family to show a change", (preset) => {
    const largest = Object.entries(LARGEST_FAMILY).find(([name]) => name === preset.name)?.[1] ?? 0;
    expect(preset.looks.at(-1)).toBeGreaterThanOrEqual(minimumPairs(largest, preset.alpha));
  });
  test("quick ends in about five minutes, with some four seconds a run for starting and checking answers", () => {
    const { looks, durationMs, warmupMs, cooldownMs } = presetNamed("quick");
    const minutes = ((looks[0] ?? 0) * 2 * (durationMs + warmupMs + cooldownMs + 4000)) / 60_000;
    expect(minutes).toBeGreaterThan(4);
    expect(minutes).toBeLessThan(6);
  });
  test("another name is refused with the names there are", () => {
    expect(() => presetNamed("slow")).toThrow("PRESET=slow");
  });
});
