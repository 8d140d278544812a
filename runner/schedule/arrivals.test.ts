import fc from "fast-check";
import { expect, test } from "vitest";
import { ms } from "../../lib/core/units.ts";
import type { ConstantRateScenario, RampingRateScenario } from "../options/scenario.ts";
import { constantArrivals, rampingArrivals } from "./arrivals.ts";

const common = {
  name: "s",
  startTimeMs: ms(0),
  gracefulStopMs: ms(0),
  exec: "default",
  env: {},
  tags: {},
  timeUnitMs: ms(1000),
  preAllocatedVus: 1,
  maxVus: 1,
};

const constant = (rate: number, durationMs: number, timeUnitMs = 1000): ConstantRateScenario => ({
  ...common,
  executor: "constant-arrival-rate",
  rate,
  durationMs: ms(durationMs),
  timeUnitMs: ms(timeUnitMs),
});

const ramping = (startRate: number, ...stages: readonly (readonly [number, number])[]): RampingRateScenario => ({
  ...common,
  executor: "ramping-arrival-rate",
  startRate,
  stages: stages.map(([durationMs, target]) => ({ durationMs: ms(durationMs), target })),
});

test("the period is cut to whole nanoseconds: 60/s over 3 s makes 181 iterations", () => {
  expect([...constantArrivals(constant(60, 3000))].length).toBe(181);
});

test("50/s over 2 s makes 100 iterations, the first at 0 and the last 20 ms before the end", () => {
  const due = [...constantArrivals(constant(50, 2000))];
  expect([due.length, due[0], due.at(-1)]).toEqual([100, 0, 1980]);
});

test("a rate counts per timeUnit", () => {
  expect([...constantArrivals(constant(30, 4000, 60_000))]).toEqual([0, 2000]);
});

test("a ramp's iterations are due when the area under it reaches whole numbers", () => {
  // From 0 to 10/s in 2 s: N(t) = 2.5 t², so iteration k is due at sqrt(k / 2.5) s.
  const due = [...rampingArrivals(ramping(0, [2000, 10]))];
  expect(due.length).toBe(10);
  due.forEach((at, i) => {
    expect(at).toBeCloseTo(Math.sqrt((i + 1) / 2.5) * 1000, 6);
  });
});

test("the first iteration of a level ramp is due after one period, not at 0", () => {
  expect([...rampingArrivals(ramping(10, [1000, 10]))].map((at) => Math.round(at))).toEqual([
    100, 200, 300, 400, 500, 600, 700, 800, 900, 1000,
  ]);
});

test("what a stage leaves over carries into the next, and a stage of no length is a jump", () => {
  const due = [...rampingArrivals(ramping(1, [1500, 1], [0, 100], [100, 100]))];
  expect(due.map((at) => Math.round(at))).toEqual([1000, 1505, 1515, 1525, 1535, 1545, 1555, 1565, 1575, 1585, 1595]);
});

test("due times rise, lie within the stages and are as many as the area says", () => {
  const stage = fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 50 }));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 50 }), fc.array(stage, { minLength: 1, maxLength: 5 }), (start, stages) => {
      const due = [...rampingArrivals(ramping(start, ...stages))];
      const total = stages.reduce((sum, [duration]) => sum + duration, 0);
      let area = 0;
      let from = start;
      for (const [duration, target] of stages) {
        area += (duration * (from + target)) / 2000;
        from = target;
      }
      expect(Math.abs(due.length - Math.floor(area + 1e-9))).toBeLessThanOrEqual(1);
      due.forEach((at, i) => {
        expect(at).toBeGreaterThanOrEqual(i === 0 ? 0 : (due[i - 1] ?? 0) - 1e-6);
      });
      expect(due.at(-1) ?? 0).toBeLessThanOrEqual(total + 1e-6);
    }),
  );
});
