import { expect, test } from "vitest";
import { restBlocks } from "./rest-plan.ts";

const rows = Array.from({ length: 400 }, (_, i) => i);

test("holds every row once, in blocks of five, in another order for another seed", () => {
  const blocks = restBlocks(rows, 7);
  expect(blocks).toHaveLength(80);
  expect(blocks.flatMap((b) => b.rows).sort((x, y) => x - y)).toEqual(rows);
  expect(blocks).toEqual(restBlocks(rows, 7));
  expect(blocks).not.toEqual(restBlocks(rows, 8));
});
test("asks either side first in half of the blocks", () => {
  expect(restBlocks(rows, 7).filter((b) => b.order === "AB")).toHaveLength(40);
});
