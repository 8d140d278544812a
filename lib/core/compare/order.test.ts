import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pairOrders } from "./order.ts";

const countAB = (orders: readonly string[]): number => orders.filter((o) => o === "AB").length;

describe("pairOrders", () => {
  test("is balanced at every look", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const orders = pairOrders([10, 15, 20], seed);
        expect(orders).toHaveLength(20);
        expect(countAB(orders.slice(0, 10))).toBe(5);
        expect([7, 8]).toContain(countAB(orders.slice(0, 15)));
        expect([9, 10, 11]).toContain(countAB(orders));
      }),
    );
  });
  test("is the same for the same seed", () => {
    expect(pairOrders([10, 15, 20], 42)).toEqual(pairOrders([10, 15, 20], 42));
    const others = Array.from({ length: 20 }, (_, seed) => pairOrders([10, 15, 20], seed).join());
    expect(new Set(others).size).toBe(20);
  });
  test("puts either side first about equally often in every place", () => {
    for (let place = 0; place < 7; place++) {
      const first = Array.from({ length: 2000 }, (_, seed) => pairOrders([7], seed)[place] ?? "");
      expect(Math.abs(countAB(first) / 2000 - 0.5)).toBeLessThan(0.05);
    }
  });
  test("does not alternate and does not stay: neighbours are equal about as often as chance has it", () => {
    const equal = Array.from({ length: 2000 }, (_, seed) => {
      const orders = pairOrders([10], seed);
      return orders.slice(1).filter((o, i) => o === orders[i]).length;
    });
    // Of ten balanced places, a neighbour is the same with chance 4/9.
    expect(Math.abs(equal.reduce((s, n) => s + n, 0) / 2000 / 9 - 4 / 9)).toBeLessThan(0.02);
  });
});
