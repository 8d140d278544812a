import { expect, test } from "vitest";
import { progressLine } from "./progress-display.ts";

const progress = (fraction: number) => ({
  ...{ elapsedMs: 65_000, activeVus: 2, madeVus: 3, iterations: 10, interrupted: 1, dropped: 0 },
  scenarios: [{ name: "a", executor: "constant-vus", fraction }],
});

test("a terminal is shown a bar for each scenario, other streams a percentage", () => {
  const before = "running (1m05s), 2/3 VUs, 10 complete and 1 interrupted iterations  ";
  expect(progressLine(progress(0.5), false)).toBe(`${before}[a 50%]`);
  expect(progressLine(progress(0.5), true)).toBe(`${before}a [==========>---------] 50%`);
  expect(progressLine(progress(0), true)).toBe(`${before}a [>-------------------] 0%`);
  expect(progressLine(progress(1), true)).toBe(`${before}a [====================] 100%`);
});
