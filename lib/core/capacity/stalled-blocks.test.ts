import { expect, test } from "vitest";
import { stalledBlocks, tooManyStalled } from "./stalled-blocks.ts";

const blocks = { count: 3, blockMs: 10_000, fromMs: 1_000_000 };
const at = (fromMs: number, lengthMs: number) => [
  { fromMs: blocks.fromMs + fromMs, toMs: blocks.fromMs + fromMs + lengthMs },
];

test("a stall voids its block, and the next when requests it held up end there", () => {
  expect(stalledBlocks(at(12_000, 400), blocks, 500)).toEqual([false, true, false]);
  expect(stalledBlocks(at(9_300, 400), blocks, 500)).toEqual([true, true, false]);
  expect(stalledBlocks(at(-900, 500), blocks, 500)).toEqual([true, false, false]);
});
test("a stall too short to make a good request bad voids nothing", () => {
  expect(stalledBlocks(at(12_000, 200), blocks, 500)).toEqual([false, false, false]);
});
test("a probe that lost more than a third of its blocks is void", () => {
  expect(tooManyStalled(4, 12)).toEqual([]);
  expect(tooManyStalled(5, 12)).toMatchObject([{ rule: "generator-stalled" }]);
});
