import fc from "fast-check";
import { expect, test } from "vitest";
import oracle from "../../../test/compare/oracle/scipy.json" with { type: "json" };
import { newcombeInterval, type Proportion } from "./newcombe.ts";

const Z95 = 1.959963984540054;
const proportion = (pair: readonly number[]): Proportion => ({ hits: pair[0] ?? 0, trials: pair[1] ?? 0 });

test("agrees with statsmodels", () => {
  for (const { a, b, value } of oracle.newcombe) {
    const [low, high] = newcombeInterval(proportion(a), proportion(b), Z95);
    expect(low).toBeCloseTo(value[0] ?? Number.NaN, 9);
    expect(high).toBeCloseTo(value[1] ?? Number.NaN, 9);
  }
});
test("turns its sign when the sides are swapped, and contains the difference seen", () => {
  const counts = fc
    .integer({ min: 1, max: 500 })
    .chain((trials) => fc.record({ hits: fc.integer({ min: 0, max: trials }), trials: fc.constant(trials) }));
  fc.assert(
    fc.property(counts, counts, (a, b) => {
      const [low, high] = newcombeInterval(a, b, Z95);
      const [lowSwapped, highSwapped] = newcombeInterval(b, a, Z95);
      const seen = b.hits / b.trials - a.hits / a.trials;
      expect(low).toBeCloseTo(-highSwapped, 12);
      expect(high).toBeCloseTo(-lowSwapped, 12);
      expect(low).toBeLessThanOrEqual(seen + 1e-12);
      expect(high).toBeGreaterThanOrEqual(seen - 1e-12);
    }),
  );
});
