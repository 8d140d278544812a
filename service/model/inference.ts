// The seam of the optimisations inside inference: the parts that turn texts into predictions, in the guide's
// baseline form, and the one function that runs them.

import type { Prediction } from "../../lib/core/service-contract.ts";
import { classProbabilities, type Multiply, type Network } from "./network.ts";
import { dot } from "./row-products.ts";
import { FEATURE_DIMENSIONS, featureVector, tokenise } from "./text-features.ts";

/** What feature extraction found in one text. */
interface Features {
  readonly tokens: readonly string[];
  readonly vector: Float32Array;
}

/** What inference says about one text while it works. */
type ItemEvent =
  | { readonly event: "input"; readonly text: string }
  | { readonly event: "tokens"; readonly tokens: readonly string[] }
  | { readonly event: "scores"; readonly labels: readonly string[]; readonly scores: readonly number[] };

/** The replaceable parts. An optimisation returns a copy with a part of its own. */
export interface InferenceParts {
  readonly extract: (text: string) => Features;
  readonly multiply: Multiply;
  /** How many texts go through the network in one product. */
  readonly textsPerProduct: number;
  readonly log: (event: ItemEvent) => void;
}

/** One naive matrix-vector product for each vector. */
export const naiveMultiply: Multiply = (layer, vectors, out, rows) => {
  for (let i = 0; i < vectors.count; i++) {
    for (let o = 0; o < rows; o++) {
      const product = dot(vectors.data, i * vectors.width, layer.weights, o * layer.inputs, layer.inputs);
      out[i * layer.outputs + o] = product;
    }
  }
};

const extractFeatures = (text: string): Features => {
  const tokens = tokenise(text);
  return { tokens, vector: featureVector(tokens) };
};

/** The baseline: features anew for every text, item by item, every step logged. */
export const baselineParts = (log: InferenceParts["log"]): InferenceParts => ({
  extract: extractFeatures,
  multiply: naiveMultiply,
  textsPerProduct: 1,
  log,
});

const best = (labels: readonly string[], scores: readonly number[]): Prediction => {
  const score = Math.max(...scores);
  return { label: labels[scores.indexOf(score)] ?? "", score };
};

const predictTogether = (network: Network, parts: InferenceParts, texts: readonly string[]): Prediction[] => {
  const data = new Float32Array(texts.length * FEATURE_DIMENSIONS);
  for (const [i, text] of texts.entries()) {
    parts.log({ event: "input", text });
    const { tokens, vector } = parts.extract(text);
    parts.log({ event: "tokens", tokens });
    data.set(vector, i * FEATURE_DIMENSIONS);
  }
  const vectors = { data, count: texts.length, width: FEATURE_DIMENSIONS };
  return classProbabilities(network, vectors, parts.multiply).map((scores) => {
    parts.log({ event: "scores", labels: network.labels, scores });
    return best(network.labels, scores);
  });
};

/** The predictions of the texts, in their order. Synchronous: whoever calls it is busy until it returns. */
export function predictTexts(network: Network, parts: InferenceParts, texts: readonly string[]): Prediction[] {
  const predictions: Prediction[] = [];
  for (let at = 0; at < texts.length; at += parts.textsPerProduct) {
    predictions.push(...predictTogether(network, parts, texts.slice(at, at + parts.textsPerProduct)));
  }
  return predictions;
}
