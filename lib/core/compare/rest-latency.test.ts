import { describe, expect, test } from "vitest";
import type { Family } from "./family.ts";
import { instanceShift, pendingRestLatency, type RestInstance } from "./rest-latency.ts";

const family: Family = { alpha: 0.05, size: 1, minimumPairs: 6 };
const instance = (ratio: number, rows = 20): RestInstance => ({
  rows: Array.from({ length: rows }, (_, i) => ({ id: `${i}`, aMs: 10 + 3 * i, bMs: (10 + 3 * i) * ratio })),
});
const rowOf = (instances: readonly RestInstance[], floor?: number) => {
  const [pending] = pendingRestLatency(instances, 0.05, floor);
  return pending?.close(pending.familyP, family);
};

describe("instanceShift", () => {
  test("is the median of the rows' log ratios, whatever their lengths", () => {
    expect(instanceShift(instance(1.05))).toBeCloseTo(Math.log(1.05), 12);
  });
  test("does not follow a row that met a stall", () => {
    const { rows } = instance(1.05);
    const stalled = { rows: rows.map((r, i) => (i === 3 ? { ...r, bMs: 5000 } : r)) };
    expect(instanceShift(stalled)).toBeCloseTo(Math.log(1.05), 12);
  });
  test("is nothing with fewer than five rows", () => {
    expect(instanceShift(instance(1.05, 4))).toBeUndefined();
  });
});

describe("the row at rest", () => {
  const around = (ratio: number) =>
    [0.994, 0.997, 0.999, 1, 1.001, 1.002, 1.003, 1.006].map((x) => instance(ratio * x));

  test("finds 5 % with eight pairs of instances, with its size", () => {
    const row = rowOf(around(1.05));
    expect(row).toMatchObject({ verdict: "regressed", n: 8, unit: "ms", endpoint: "at rest", gated: true });
    expect(row?.change).toBeCloseTo(0.05, 2);
    expect(row?.changeInterval.low).toBeGreaterThan(0.04);
    expect(row?.notes[0]).toBe("one request at a time, 8 fresh instances a side, 20 to 20 rows each, paired by row");
  });
  test("says that 2 % is a real change below the floor", () => {
    expect(rowOf(around(1.02))).toMatchObject({
      verdict: "no-change",
      notes: expect.arrayContaining(["a real change, but below the floor"]),
    });
  });
  test("takes the floor that was asked for", () => {
    expect(rowOf(around(1.05), 0.1)).toMatchObject({ verdict: "no-change", floor: 0.1 });
  });
  test("is no evidence with three pairs of instances, however many rows they hold", () => {
    expect(rowOf([1, 2, 3].map(() => instance(1.5, 400)))?.verdict).toBe("inconclusive");
  });
  test("leaves out instances that answered too few rows, and says so", () => {
    const row = rowOf([...around(1), instance(1, 2)]);
    expect(row?.n).toBe(8);
    expect(row?.notes[1]).toBe("1 pair of instances with too few answered rows left out");
  });
  test("does not exist when nothing was asked", () => {
    expect(pendingRestLatency([], 0.05)).toEqual([]);
  });
});
