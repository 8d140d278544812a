// Joins networks of one shape into one larger network that answers with the mean of their outputs before the softmax:
// the averaging costs nothing at run time, and the service need not know of it.

import type { Layer } from "../model/network.ts";

/** Layers side by side. All read the same input in the first layer and their own member's output in the others. */
const sideBySide = (layers: readonly Layer[], sharedInput: boolean): Layer => {
  const outputs = layers.reduce((sum, layer) => sum + layer.outputs, 0);
  const inputs = sharedInput ? (layers[0]?.inputs ?? 0) : layers.reduce((sum, layer) => sum + layer.inputs, 0);
  const weights = new Float32Array(inputs * outputs);
  const bias = new Float32Array(outputs);
  let row = 0;
  let column = 0;
  for (const layer of layers) {
    bias.set(layer.bias, row);
    for (let o = 0; o < layer.outputs; o++, row++) {
      weights.set(layer.weights.subarray(o * layer.inputs, (o + 1) * layer.inputs), row * inputs + column);
    }
    if (!sharedInput) column += layer.inputs;
  }
  return { inputs, outputs, weights, bias };
};

/** The mean of the members' outputs: their rows one after the other, divided by their number. */
const meanOf = (layers: readonly Layer[]): Layer => {
  const joined = sideBySide(layers, false);
  const outputs = layers[0]?.outputs ?? 0;
  const weights = new Float32Array(joined.inputs * outputs);
  const bias = new Float32Array(outputs);
  for (let row = 0; row < joined.outputs; row++) {
    const into = row % outputs;
    bias[into] = (bias[into] ?? 0) + (joined.bias[row] ?? 0) / layers.length;
    for (let i = 0; i < joined.inputs; i++) {
      const at = into * joined.inputs + i;
      weights[at] = (weights[at] ?? 0) + (joined.weights[row * joined.inputs + i] ?? 0) / layers.length;
    }
  }
  return { inputs: joined.inputs, outputs, weights, bias };
};

/** One network of the members' layers. @param members networks of equal shape, at least one, each of two layers or more */
export function joinNetworks(members: readonly (readonly Layer[])[]): Layer[] {
  const depth = members[0]?.length ?? 0;
  return Array.from({ length: depth }, (_, at) => {
    const layers = members.flatMap((member) => member[at] ?? []);
    return at === depth - 1 ? meanOf(layers) : sideBySide(layers, at === 0);
  });
}
