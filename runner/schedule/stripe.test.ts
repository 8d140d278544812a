import fc from "fast-check";
import { expect, test } from "vitest";
import { elementOf, everyNth, owns, shareOf, weightedStripes } from "./stripe.ts";

test("weighted stripes share every element out exactly once, in proportion", () => {
  const weights = fc.array(fc.nat(8), { minLength: 1, maxLength: 6 }).filter((w) => w.some((x) => x > 0));
  fc.assert(
    fc.property(weights, fc.nat(200), (w, total) => {
      const stripes = weightedStripes(w);
      for (let element = 0; element < total; element++) {
        expect(stripes.filter((stripe) => owns(stripe, element)).length).toBe(1);
      }
      expect(stripes.reduce((sum, stripe) => sum + shareOf(stripe, total), 0)).toBe(total);
      expect(stripes.map((stripe) => stripe.offsets.length)).toEqual(w);
    }),
  );
});

test("an element's number in its share leads back to it", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }), fc.nat(100), (w, index) => {
      for (const stripe of weightedStripes(w)) {
        const element = elementOf(stripe, index);
        expect(owns(stripe, element)).toBe(true);
        expect(shareOf(stripe, element)).toBe(index);
      }
    }),
  );
});

test("seven VUs over four threads: 2, 2, 2 and 1", () => {
  expect([0, 1, 2, 3].map((i) => shareOf(everyNth(i, 4), 7))).toEqual([2, 2, 2, 1]);
});
