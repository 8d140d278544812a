import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Recording } from "../../lib/core/recording.ts";
import { around, measuredRun } from "../../test/support/measured-run.ts";
import { type Block, blockOrders, measureBlock, pairsOf } from "./blocks.ts";

const recording = (profile: string): Recording => ({
  ...measuredRun([{ name: "predict", latencies: around(80) }]),
  id: profile,
  validity: { verdict: "valid", reasons: [] },
  objectives: { verdict: "pass", criteria: [] },
});

describe("blocks", () => {
  test("hold each profile once, in an order the seed fixes", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const orders = blockOrders(["baseline", "p2", "p3"], 8, seed);
        expect(orders).toEqual(blockOrders(["baseline", "p2", "p3"], 8, seed));
        for (const order of orders) expect([...order].sort()).toEqual(["baseline", "p2", "p3"]);
      }),
    );
  });

  test("come in every order about equally often, so that no profile is always first", () => {
    const first = blockOrders(["baseline", "p1"], 2000, 7).filter((order) => order[0] === "p1").length;
    expect(first).toBeGreaterThan(900);
    expect(first).toBeLessThan(1100);
  });

  test("pair two profiles of the same block, with who came first", async () => {
    const blocks: Block[] = [];
    for (const order of [
      ["baseline", "p2", "p3"],
      ["p3", "p2", "baseline"],
    ]) {
      const block = await measureBlock(order, async (p) => recording(p), new AbortController().signal);
      if (block !== undefined) blocks.push(block);
    }
    expect(pairsOf(blocks, "baseline", "p3").map((p) => [p.index, p.order])).toEqual([
      [1, "AB"],
      [2, "BA"],
    ]);
    expect(pairsOf(blocks, "baseline", "p4")).toEqual([]);
  });

  test("that were interrupted are not used", async () => {
    const stop = new AbortController();
    const measure = async (profile: string): Promise<Recording> => {
      if (profile === "p2") stop.abort();
      return recording(profile);
    };
    expect(await measureBlock(["baseline", "p2", "p3"], measure, stop.signal)).toBeUndefined();
  });
});
