import { expect, test } from "vitest";
import { restBlocks, warmedUp } from "./rest-plan.ts";

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

test("rows that warmed up are asked again only where too few would be left", () => {
  const ofRows = (n: number) =>
    warmedUp(
      restBlocks(
        Array.from({ length: n }, (_, i) => i),
        7,
      ),
    );
  // Five example rows, as a first description has them.
  expect(ofRows(5).counted.flatMap((b) => b.rows)).toHaveLength(5);
  expect(ofRows(22).counted.flatMap((b) => b.rows)).toHaveLength(22);
  const { warm, counted } = ofRows(40);
  expect(new Set([...warm, ...counted].flatMap((b) => b.rows)).size).toBe(40);
  expect(warm.flatMap((b) => b.rows).length + counted.flatMap((b) => b.rows).length).toBe(40);
});
