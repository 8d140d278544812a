import { expect, test } from "vitest";
import type { Layer, Network } from "./network.ts";
import { decodeNetwork, encodeNetwork } from "./weights-file.ts";

const layer = (inputs: number, outputs: number): Layer => ({
  inputs,
  outputs,
  weights: Float32Array.from({ length: inputs * outputs }, (_, i) => Math.sin(i + 1)),
  bias: Float32Array.from({ length: outputs }, (_, i) => i / 7),
});

const network: Network = { labels: ["ham", "spam"], layers: [layer(5, 3), layer(3, 2)] };

test("what is decoded is what was encoded, within half a step of int8", () => {
  const decoded = decodeNetwork(encodeNetwork(network));
  expect(decoded.labels).toEqual(network.labels);
  for (const [i, before] of network.layers.entries()) {
    const after = decoded.layers[i];
    expect(after?.bias).toEqual(before.bias);
    expect(after?.inputs).toBe(before.inputs);
    expect(after?.outputs).toBe(before.outputs);
    for (const [j, weight] of before.weights.entries()) {
      expect(Math.abs((after?.weights[j] ?? 9) - weight)).toBeLessThanOrEqual(0.5 / 127 + 1e-6);
    }
  }
});

test("encoding what was decoded changes nothing more", () => {
  const once = encodeNetwork(network);
  expect(encodeNetwork(decodeNetwork(once))).toEqual(once);
});

test("a view into larger memory is read as well as memory of its own", () => {
  const bytes = encodeNetwork(network);
  const roomy = new Uint8Array(bytes.byteLength + 13);
  roomy.set(bytes, 13);
  expect(decodeNetwork(roomy.subarray(13))).toEqual(decodeNetwork(bytes));
});

test("other files and short files are refused", () => {
  const bytes = encodeNetwork(network);
  expect(() => decodeNetwork(bytes.subarray(0, bytes.byteLength - 8))).toThrow(RangeError);
  expect(() => decodeNetwork(new TextEncoder().encode('{"schema":"other"}\n'))).toThrow("not a tailgate.weights/1");
});

test("a row of zeros stays one", () => {
  const zero: Layer = { inputs: 4, outputs: 2, weights: new Float32Array(8), bias: new Float32Array(2) };
  const decoded = decodeNetwork(encodeNetwork({ labels: ["a", "b"], layers: [zero] }));
  expect([...(decoded.layers[0]?.weights ?? [])]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
});
