// Trains a multi-layer perceptron: mini-batches, dropout, cross-entropy with smoothed labels, AdamW with a cosine
// schedule, and the moving average of the weights as the result. All chance comes from the seed.

import { seededRandom, shuffled } from "../../lib/core/random.ts";
import type { Layer } from "../model/network.ts";
import { rowProducts } from "../model/row-products.ts";

export interface Recipe {
  readonly seed: number;
  readonly sizes: readonly number[];
  readonly epochs: number;
  readonly batch: number;
  readonly rate: number;
  readonly decay: number;
  readonly inputDropout: number;
  readonly hiddenDropout: number;
  readonly smoothing: number;
}

export interface Sample {
  readonly vector: Float32Array;
  readonly target: number;
}

/** One tensor with Adam's moments and the moving average that becomes the result. */
class Parameter {
  readonly value: Float32Array;
  readonly gradient: Float32Array;
  readonly average: Float32Array;
  readonly #first: Float32Array;
  readonly #second: Float32Array;

  constructor(value: Float32Array) {
    this.value = value;
    this.gradient = new Float32Array(value.length);
    this.average = value.slice();
    this.#first = new Float32Array(value.length);
    this.#second = new Float32Array(value.length);
  }

  /** AdamW (Loshchilov and Hutter 2019) with the usual 0.9 and 0.999. */
  step(rate: number, decay: number, step: number): void {
    const { value, gradient, average } = this;
    const first = this.#first;
    const second = this.#second;
    const scale = (rate * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
    const keep = Math.min(0.99, (step + 1) / (step + 10));
    for (let i = 0; i < value.length; i++) {
      const g = gradient[i] ?? 0;
      const m = 0.9 * (first[i] ?? 0) + 0.1 * g;
      const v = 0.999 * (second[i] ?? 0) + 0.001 * g * g;
      const old = value[i] ?? 0;
      const updated = old - (scale * m) / (Math.sqrt(v) + 1e-8) - rate * decay * old;
      first[i] = m;
      second[i] = v;
      value[i] = updated;
      average[i] = keep * (average[i] ?? 0) + (1 - keep) * updated;
    }
  }
}

interface TrainedLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: Parameter;
  readonly bias: Parameter;
}

const newLayer = (inputs: number, outputs: number, random: () => number): TrainedLayer => {
  const bound = Math.sqrt(6 / inputs);
  const weights = Float32Array.from({ length: inputs * outputs }, () => (2 * random() - 1) * bound);
  return { inputs, outputs, weights: new Parameter(weights), bias: new Parameter(new Float32Array(outputs)) };
};

const transpose = (data: Float32Array, rows: number, columns: number): Float32Array => {
  const out = new Float32Array(data.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) out[c * rows + r] = data[r * columns + c] ?? 0;
  return out;
};

const drop = (data: Float32Array, share: number, random: () => number): void => {
  if (share === 0) return;
  for (let i = 0; i < data.length; i++) data[i] = random() < share ? 0 : (data[i] ?? 0) / (1 - share);
};

const forward = (layer: TrainedLayer, input: Float32Array, count: number, last: boolean): Float32Array => {
  const out = new Float32Array(count * layer.outputs);
  rowProducts(
    { data: input, count, width: layer.inputs },
    { data: layer.weights.value, count: layer.outputs, width: layer.inputs },
    out,
  );
  for (let i = 0; i < out.length; i++) {
    const value = (out[i] ?? 0) + (layer.bias.value[i % layer.outputs] ?? 0);
    out[i] = last || value > 0 ? value : 0;
  }
  return out;
};

/** Turns logits into the gradient of the mean cross-entropy, in place, and returns the loss. */
const lossGradient = (logits: Float32Array, targets: readonly number[], classes: number, smoothing: number): number => {
  let loss = 0;
  for (const [i, target] of targets.entries()) {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    const highest = Math.max(...row);
    const sum = row.reduce((total, x) => total + Math.exp(x - highest), 0);
    for (let c = 0; c < classes; c++) {
      const probability = Math.exp((row[c] ?? 0) - highest) / sum;
      const wanted = (c === target ? 1 - smoothing : 0) + smoothing / classes;
      loss -= wanted * Math.log(probability + 1e-12);
      row[c] = (probability - wanted) / targets.length;
    }
  }
  return loss / targets.length;
};

/** Fills the layer's gradients and returns the gradient of its input (undefined for the first layer). */
const backward = (
  layer: TrainedLayer,
  input: Float32Array,
  gradient: Float32Array,
  count: number,
  first: boolean,
): Float32Array | undefined => {
  const { inputs, outputs } = layer;
  const transposed = { data: transpose(gradient, count, outputs), count: outputs, width: count };
  rowProducts(
    transposed,
    { data: transpose(input, count, inputs), count: inputs, width: count },
    layer.weights.gradient,
  );
  layer.bias.gradient.fill(0);
  for (let i = 0; i < gradient.length; i++) {
    layer.bias.gradient[i % outputs] = (layer.bias.gradient[i % outputs] ?? 0) + (gradient[i] ?? 0);
  }
  if (first) return undefined;
  const out = new Float32Array(count * inputs);
  const byInput = { data: transpose(layer.weights.value, outputs, inputs), count: inputs, width: outputs };
  rowProducts({ data: gradient, count, width: outputs }, byInput, out);
  // Where the input is 0 its unit was off or dropped, and nothing flows back.
  for (let i = 0; i < out.length; i++) if ((input[i] ?? 0) === 0) out[i] = 0;
  return out;
};

const trainBatch = (
  layers: readonly TrainedLayer[],
  batch: readonly Sample[],
  recipe: Recipe,
  random: () => number,
) => {
  const width = recipe.sizes[0] ?? 0;
  let current: Float32Array = new Float32Array(batch.length * width);
  for (const [i, sample] of batch.entries()) current.set(sample.vector, i * width);
  drop(current, recipe.inputDropout, random);
  const inputs: Float32Array[] = [];
  for (const [index, layer] of layers.entries()) {
    inputs.push(current);
    const last = index === layers.length - 1;
    current = forward(layer, current, batch.length, last);
    if (!last) drop(current, recipe.hiddenDropout, random);
  }
  const classes = layers.at(-1)?.outputs ?? 0;
  const loss = lossGradient(
    current,
    batch.map((sample) => sample.target),
    classes,
    recipe.smoothing,
  );
  let gradient: Float32Array | undefined = current;
  for (const [index, layer] of [...layers.entries()].reverse()) {
    const input = inputs[index];
    if (input === undefined || gradient === undefined) break;
    const scaled: Float32Array | undefined = backward(layer, input, gradient, batch.length, index === 0);
    if (scaled !== undefined && recipe.hiddenDropout > 0) {
      for (let i = 0; i < scaled.length; i++) scaled[i] = (scaled[i] ?? 0) / (1 - recipe.hiddenDropout);
    }
    gradient = scaled;
  }
  return loss;
};

/** Trains on `samples` and returns the averaged layers; `onEpoch` hears the mean loss of each epoch. */
export function trainNetwork(
  samples: readonly Sample[],
  recipe: Recipe,
  onEpoch: (epoch: number, loss: number) => void,
): Layer[] {
  const random = seededRandom(recipe.seed);
  const { sizes } = recipe;
  const layers = sizes.slice(1).map((outputs, i) => newLayer(sizes[i] ?? 0, outputs, random));
  const steps = recipe.epochs * Math.ceil(samples.length / recipe.batch);
  let step = 0;
  for (let epoch = 1; epoch <= recipe.epochs; epoch++) {
    const order = shuffled(samples, random);
    let total = 0;
    for (let at = 0; at < order.length; at += recipe.batch) {
      const batch = order.slice(at, at + recipe.batch);
      total += trainBatch(layers, batch, recipe, random) * batch.length;
      step++;
      const rate = recipe.rate * 0.5 * (1 + Math.cos((Math.PI * step) / (steps + 1)));
      for (const layer of layers) {
        layer.weights.step(rate, recipe.decay, step);
        layer.bias.step(rate, 0, step);
      }
    }
    onEpoch(epoch, total / samples.length);
  }
  return layers.map(({ inputs, outputs, weights, bias }) => ({
    inputs,
    outputs,
    weights: weights.average,
    bias: bias.average,
  }));
}
