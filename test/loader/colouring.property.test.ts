// Random programs: what they do when k6's calls answer at once is what they do when the same calls are awaited.

import fc from "fast-check";
import { expect, test } from "vitest";
import { runBothWays } from "./both-ways.ts";
import { randomProgram } from "./random-program.ts";

test("a coloured program calls, logs, returns and throws what the plain one does", async () => {
  let compared = 0;
  let calls = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: 9972 }), { minLength: 20, maxLength: 400, size: "max" }),
      async (choices) => {
        const { refusals, plain, coloured } = await runBothWays(randomProgram(choices));
        expect(coloured).toEqual(plain);
        if (refusals.length === 0) compared++;
        calls += plain.length;
      },
    ),
    { numRuns: 120 },
  );
  // A generator that makes nothing, or only what is refused, would prove nothing.
  expect(compared).toBeGreaterThan(100);
  expect(calls).toBeGreaterThan(1000);
});
