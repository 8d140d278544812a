// The file that holds a trained network: a line of JSON, then per layer float32 scales, float32 biases and int8
// weights. It knows bytes and nothing about where they are kept.

import { isRecord } from "../../lib/core/json.ts";
import { type Layer, type Network, networkSizes } from "./network.ts";

const SCHEMA = "tailgate.weights/1";

interface Header {
  readonly labels: readonly string[];
  /** Width of the input, of each hidden layer and of the output. */
  readonly sizes: readonly number[];
}

/** Quantises every row to int8 by its largest weight. The result is what the service computes with. */
export function encodeNetwork(network: Network): Uint8Array {
  const header = JSON.stringify({ schema: SCHEMA, labels: network.labels, sizes: networkSizes(network) });
  // Spaces up to a multiple of four keep the float32 arrays behind the header aligned.
  const line = `${header.padEnd(Math.ceil((Buffer.byteLength(header) + 1) / 4) * 4 - 1)}\n`;
  return Buffer.concat([Buffer.from(line), ...network.layers.map(encodeLayer)]);
}

const encodeLayer = ({ inputs, outputs, weights, bias }: Layer): Uint8Array => {
  const scales = new Float32Array(outputs);
  const quantised = new Int8Array(Math.ceil((inputs * outputs) / 4) * 4);
  for (let row = 0; row < outputs; row++) {
    const values = weights.subarray(row * inputs, (row + 1) * inputs);
    const scale = values.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0) / 127;
    scales[row] = scale;
    for (const [i, value] of values.entries())
      quantised[row * inputs + i] = scale === 0 ? 0 : Math.round(value / scale);
  }
  return Buffer.concat(
    [scales, bias, quantised].map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)),
  );
};

const readHeader = (line: string): Header => {
  const header: unknown = JSON.parse(line);
  if (!isRecord(header) || header.schema !== SCHEMA) throw new Error(`not a ${SCHEMA} file`);
  const { labels, sizes } = header;
  if (!Array.isArray(labels) || !labels.every((x): x is string => typeof x === "string")) throw new Error("no labels");
  if (!Array.isArray(sizes) || !sizes.every((x): x is number => Number.isInteger(x) && x > 0))
    throw new Error("no sizes");
  return { labels, sizes };
};

/**
 * Reads a network and expands it to float32, in shared memory so that worker threads use one copy.
 *
 * @throws Error when the bytes are no such file or are cut short.
 */
export function decodeNetwork(bytes: Uint8Array): Network {
  const end = bytes.indexOf(10) + 1;
  const { labels, sizes } = readHeader(Buffer.from(bytes.subarray(0, end)).toString());
  // A copy at offset 0: float32 views need alignment, and a Buffer's slice would share its parent's memory.
  const body = new Uint8Array(bytes.subarray(end)).buffer;
  let at = 0;
  const floats = (count: number): Float32Array => {
    const view = new Float32Array(body, at, count);
    at += view.byteLength;
    return view;
  };
  const layers = sizes.slice(1).map((outputs, index): Layer => {
    const inputs = sizes[index] ?? 0;
    const scales = floats(outputs);
    const bias = shared(outputs);
    bias.set(floats(outputs));
    const quantised = new Int8Array(body, at, inputs * outputs);
    at += Math.ceil(quantised.length / 4) * 4;
    const weights = shared(inputs * outputs);
    for (let i = 0; i < weights.length; i++) weights[i] = (quantised[i] ?? 0) * (scales[Math.floor(i / inputs)] ?? 0);
    return { inputs, outputs, weights, bias };
  });
  return { labels, layers };
}

const shared = (count: number): Float32Array => new Float32Array(new SharedArrayBuffer(count * 4));
