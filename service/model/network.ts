// The network's shape and its pass from feature vectors to probabilities. How a layer's products are computed is
// handed in: that is what the vectorised profile changes.

/** A dense layer: `weights` holds `outputs` rows of `inputs` numbers. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

export interface Network {
  /** The classes, in the order of the last layer's outputs. */
  readonly labels: readonly string[];
  readonly layers: readonly Layer[];
}

/** Width of the input, of each hidden layer and of the output. */
export const networkSizes = ({ layers }: Network): number[] => [
  layers[0]?.inputs ?? 0,
  ...layers.map(({ outputs }) => outputs),
];

/** Vectors of equal width, one after the other. */
export interface Vectors {
  readonly data: Float32Array;
  readonly count: number;
  readonly width: number;
}

/** Writes the products of every vector with the layer's first `rows` rows to `out` (`layer.outputs` a vector). */
export type Multiply = (layer: Layer, vectors: Vectors, out: Float32Array, rows: number) => void;

const addBias = (layer: Layer, data: Float32Array, count: number, rectify: boolean): void => {
  for (let at = 0, i = 0; i < count; i++) {
    for (let o = 0; o < layer.outputs; o++, at++) {
      const value = (data[at] ?? 0) + (layer.bias[o] ?? 0);
      data[at] = rectify && value < 0 ? 0 : value;
    }
  }
};

const softmax = (logits: Float32Array): number[] => {
  const highest = Math.max(...logits);
  const powers = Array.from(logits, (x) => Math.exp(x - highest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((p) => p / sum);
};

/** The probability of every class for every vector. */
export function classProbabilities(network: Network, vectors: Vectors, multiply: Multiply): number[][] {
  let current = vectors;
  for (const [index, layer] of network.layers.entries()) {
    const data = new Float32Array(current.count * layer.outputs);
    multiply(layer, current, data, layer.outputs);
    addBias(layer, data, current.count, index < network.layers.length - 1);
    current = { data, count: current.count, width: layer.outputs };
  }
  const { data, width } = current;
  return Array.from({ length: current.count }, (_, i) => softmax(data.subarray(i * width, (i + 1) * width)));
}
