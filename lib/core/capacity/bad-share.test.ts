import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { badShare } from "./bad-share.ts";

const block = (total: number, slow: number, failed = 0) => ({ total, slow, failed });

describe("badShare", () => {
  test("is the share of slow and failed requests over all blocks", () => {
    expect(badShare([block(100, 1), block(300, 2, 1)])).toMatchObject({ bad: 4, total: 400, share: 0.01 });
  });
  test("has the textbook interval of a ratio of means", () => {
    const blocks = [2, 4, 6, 8, 10].map((slow) => block(1000, slow));
    // Equal totals: the mean of 0.2, 0.4, … 1.0 % with sd 0.3162 % and t(0.95, 4) = 2.1318.
    const half = (2.1318 * 0.0031623) / Math.sqrt(5);
    expect(badShare(blocks).upper).toBeCloseTo(0.006 + half, 5);
    expect(badShare(blocks).lower).toBeCloseTo(0.006 - half, 5);
  });
  test("needs 299 good requests before 1 % can be excluded", () => {
    expect(badShare([block(149, 0), block(149, 0)]).upper).toBeGreaterThan(0.01);
    expect(badShare([block(150, 0), block(149, 0)]).upper).toBeLessThan(0.01);
  });
  test("bounds nothing by a single block, and nothing without requests", () => {
    expect(badShare([block(1000, 10)])).toMatchObject({ lower: 0, upper: 1 });
    expect(badShare([])).toMatchObject({ share: null, lower: 0, upper: 1 });
  });
  test("is wider when bad requests come in bursts", () => {
    const spread = badShare(Array.from({ length: 10 }, () => block(100, 1)));
    const bursts = badShare(Array.from({ length: 10 }, (_, i) => block(100, i === 3 ? 10 : 0)));
    expect(bursts.share).toBe(spread.share);
    expect(bursts.upper).toBeGreaterThan(spread.upper);
  });
  test("lies between its bounds, which lie in 0..1", () => {
    const anyBlock = fc
      .tuple(fc.nat(500), fc.nat(500), fc.nat(500))
      .map(([good, slow, failed]) => block(good + slow + failed, slow, failed));
    fc.assert(
      fc.property(fc.array(anyBlock, { minLength: 1, maxLength: 20 }), (blocks) => {
        const { share, lower, upper } = badShare(blocks);
        for (const x of [lower, upper]) expect(x >= 0 && x <= 1).toBe(true);
        if (share !== null) expect(lower <= share + 1e-12 && share <= upper + 1e-12).toBe(true);
      }),
    );
  });
});
