// A test split over processes: what each segment runs, on two engines, by the numbers that iterations and VUs have in the
// whole test.

import { describe, expect, test } from "vitest";
import { findK6, runner, threadedRunner } from "./engines.ts";
import { said } from "./summary-reader.ts";

const k6 = findK6();
const engines = k6 === undefined ? [runner, threadedRunner] : [runner, threadedRunner, k6];

const quarters = "0,1/4,1/2,3/4,1";

/** Of scenarios with 7, 7, 7, 6 and 1 VUs: the iterations of each segment. */
const parts: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {
  "0:1/4": {
    shared: [0, 4, 7, 11, 14, 18],
    rate: [0, 4, 7, 11, 14, 18],
    ramp: [0, 3, 6, 9, 12, 15, 18],
    none: Array.from({ length: 20 }, (_, i) => i),
  },
  "3/4:1": { shared: [3, 10, 17], rate: [3, 10, 17], ramp: [5, 11, 17], none: [] },
};

describe.each(engines)("$label runs a segment", (engine) => {
  test.concurrent.each(Object.entries(parts))("%s", async (segment, expected) => {
    const args = ["--execution-segment", segment, "--execution-segment-sequence", quarters];
    const ran = await engine.run("segments.js", { args });
    expect(ran.exit, ran.stderr).toBe(0);
    const lines = said(ran, "ran").map((line) => line.split(" "));
    for (const [scenario, numbers] of Object.entries(expected)) {
      const got = lines.filter(([name]) => name === scenario).map(([, number]) => Number(number));
      const upTo = (list: readonly number[], most: number) => list.filter((n) => n < most).sort((a, b) => a - b);
      // Around the very end k6 may start one more or one less (grafana/k6#3052), and a busy machine starts less.
      expect(
        upTo(got, 19).filter((n) => !numbers.includes(n)),
        `${scenario}: of other segments`,
      ).toEqual([]);
      const surely = scenario === "shared" ? 20 : 10;
      expect(upTo(got, surely), scenario).toEqual(upTo(numbers, surely));
    }
  });

  test.concurrent("not one that is not in the sequence", async () => {
    const args = ["--execution-segment", "1/3:2/3", "--execution-segment-sequence", quarters];
    expect((await engine.run("segments.js", { args })).exit).toBe(104);
    expect((await engine.run("segments.js", { args: ["--execution-segment", "2:3"] })).exit).not.toBe(0);
  });
});
