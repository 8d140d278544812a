import { expect, test } from "vitest";
import { iterationStripe, vuStripe } from "../schedule/share.ts";
import { elementOf, owns, shareOf } from "../schedule/stripe.ts";
import { readSegments } from "./segment.ts";

const segment = (own: string, sequence = "") => readSegments(own, sequence);

test("segments are fractions, decimals or percentages, alone or as an interval", () => {
  const second = { weights: [1, 1, 2], index: 1 };
  for (const written of ["1/4:1/2", "2/8:50%", "0.25:.5", "25%:0.5"]) expect(segment(written)).toEqual(second);
  expect(segment("1/4")).toEqual({ weights: [1, 3], index: 0 });
  expect(segment("3/4:1")).toEqual({ weights: [3, 1], index: 1 });
  expect(segment("1/4:1/2", "0,1/4,1/2,3/4,1")).toEqual({ weights: [1, 1, 1, 1], index: 1 });
  expect(segment("0:33.3%")).toEqual({ weights: [333, 667], index: 0 });
  expect([segment(""), segment("0:1"), segment("1")]).toEqual([undefined, undefined, undefined]);
});

test.each([
  ["bad", "", "not a valid percentage"],
  ["1/0", "", "not a valid percentage"],
  ["0:2", "", "can't be more than 1"],
  ["1/2:1/4", "", "must be greater"],
  ["0:0", "", "must be greater"],
  ["1/4:1/2:1", "", "is not a segment"],
  ["1/3:2/3", "0,1/4,1/2,1", "provided segment 1/3:2/3 can't be found"],
  ["", "0,1/2,1", "provided segment 0:1 can't be found"],
  ["0:1/2", "0,3/4,1/2,1", "must rise"],
  ["0.12345678:1", "", "common denominator"],
])("%s of %s is refused", (own, sequence, why) => {
  expect(() => segment(own, sequence)).toThrow(why);
});

// The numbers that k6 v2.2.0 gave to the iterations of 10/s over 2 s with maxVUs 7 in the second of four segments.
test("arrivals follow the VUs as in k6, and keep their numbers", () => {
  const share = { index: 0, of: 1, segment: segment("1/4:1/2", "0,1/4,1/2,3/4,1") };
  const stripe = iterationStripe(share, 7, true);
  expect([0, 1, 2, 3, 4, 5].map((i) => elementOf(stripe, i))).toEqual([1, 5, 8, 12, 15, 19]);
  expect(elementOf(vuStripe(share), 0)).toBe(1);
});

test("every VU and iteration is one thread's of one process, and a process's share does not depend on its threads", () => {
  const sequence = "0,1/10,1/2,3/4,1";
  const own = ["0:1/10", "1/10:1/2", "1/2:3/4", "3/4:1"].map((text) => segment(text, sequence));
  for (const vus of [1, 3, 7, 20]) {
    const all = own.flatMap((part) =>
      [0, 1, 2].map((index) => {
        const share = { index, of: 3, segment: part };
        return { part, vus: vuStripe(share), iterations: iterationStripe(share, vus, true) };
      }),
    );
    for (let element = 0; element < 40; element++) {
      expect(all.filter((share) => owns(share.vus, element)).length).toBe(1);
      expect(all.filter((share) => owns(share.iterations, element)).length).toBe(1);
    }
    for (const part of own) {
      const whole = iterationStripe({ index: 0, of: 1, segment: part }, vus, true);
      const threads = all.filter((share) => share.part === part);
      expect(threads.reduce((sum, share) => sum + shareOf(share.iterations, 33), 0)).toBe(shareOf(whole, 33));
    }
  }
});
