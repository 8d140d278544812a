// P2 of the guide: all texts of a batch in one blocked matrix product, in place of one matrix-vector product each.

import type { Multiply } from "../model/network.ts";
import { rowProducts } from "../model/row-products.ts";
import type { Optimisation } from "../optimisation.ts";

const blockedMultiply: Multiply = (layer, vectors, out, rows) =>
  rowProducts(vectors, { data: layer.weights, count: rows, width: layer.inputs }, out, layer.outputs);

export const vectorisedBatches: Optimisation = {
  id: "p2",
  title: "vectorised batches",
  parts: (parts) => ({ ...parts, multiply: blockedMultiply, textsPerProduct: Number.POSITIVE_INFINITY }),
};
