// Which rows are asked at rest, in which blocks, and which side is asked first in each: drawn from the seed before the
// first request, so that nothing seen can choose.

import { seededRandom, shuffled } from "../random.ts";
import { type Order, pairOrders } from "./order.ts";

export interface RestBlock<Row> {
  readonly rows: readonly Row[];
  /** Which side is asked all of the block's rows first; the other follows with the same. */
  readonly order: Order;
}

/** Short, so that both sides of a row meet the same second of the machine. */
const BLOCK_ROWS = 5;

/** All of `rows` in random order, cut into blocks whose first side is random and balanced. */
export const restBlocks = <Row>(rows: readonly Row[], seed: number): readonly RestBlock<Row>[] => {
  const mixed = shuffled(rows, seededRandom(seed));
  const orders = pairOrders([Math.ceil(mixed.length / BLOCK_ROWS)], seed);
  return orders.map((order, i) => ({ order, rows: mixed.slice(i * BLOCK_ROWS, (i + 1) * BLOCK_ROWS) }));
};

/** Blocks that are asked before any counts: connections, caches and compilers of both sides warm up. */
const WARM_BLOCKS = 4;

/**
 * What is asked first, and what counts. A row is asked once, but for data so short that too little would be left: then the
 * rows that warmed up are asked again.
 */
export const warmedUp = <Row>(
  blocks: readonly RestBlock<Row>[],
): { readonly warm: readonly RestBlock<Row>[]; readonly counted: readonly RestBlock<Row>[] } => ({
  warm: blocks.slice(0, WARM_BLOCKS),
  counted: blocks.length < 2 * WARM_BLOCKS ? blocks : blocks.slice(WARM_BLOCKS),
});
