// The binary extension of the Open Inference Protocol: a JSON head, then the tensors' bytes, little-endian, in the order
// of the inputs. Source: https://github.com/triton-inference-server/server, docs/protocol/extension_binary_data.md

import type { Tensor } from "./tensor.ts";

/** Writes the numbers of a datatype, little-endian. */
const writers: Readonly<Record<string, { readonly bytes: number; put(view: DataView, at: number, x: number): void }>> =
  {
    INT8: { bytes: 1, put: (v, at, x) => v.setInt8(at, x) },
    UINT8: { bytes: 1, put: (v, at, x) => v.setUint8(at, x) },
    BOOL: { bytes: 1, put: (v, at, x) => v.setUint8(at, x === 0 ? 0 : 1) },
    INT16: { bytes: 2, put: (v, at, x) => v.setInt16(at, x, true) },
    UINT16: { bytes: 2, put: (v, at, x) => v.setUint16(at, x, true) },
    INT32: { bytes: 4, put: (v, at, x) => v.setInt32(at, x, true) },
    UINT32: { bytes: 4, put: (v, at, x) => v.setUint32(at, x, true) },
    INT64: { bytes: 8, put: (v, at, x) => v.setBigInt64(at, BigInt(x), true) },
    UINT64: { bytes: 8, put: (v, at, x) => v.setBigUint64(at, BigInt(x), true) },
    FP32: { bytes: 4, put: (v, at, x) => v.setFloat32(at, x, true) },
    FP64: { bytes: 8, put: (v, at, x) => v.setFloat64(at, x, true) },
  };

/** UTF-8, written here since k6's engine has no TextEncoder. */
function utf8(text: string): readonly number[] {
  const bytes: number[] = [];
  const encoded = encodeURIComponent(text);
  for (let i = 0; i < encoded.length; i++) {
    if (encoded.charAt(i) === "%") {
      bytes.push(Number.parseInt(encoded.slice(i + 1, i + 3), 16));
      i += 2;
    } else bytes.push(encoded.charCodeAt(i));
  }
  return bytes;
}

/** A text is its length in four bytes, then its bytes. */
function textBytes(texts: readonly unknown[]): Uint8Array {
  const parts = texts.map((text) => utf8(String(text)));
  const out = new DataView(new ArrayBuffer(parts.reduce((sum, part) => sum + 4 + part.length, 0)));
  let at = 0;
  for (const part of parts) {
    out.setUint32(at, part.length, true);
    for (const [i, byte] of part.entries()) out.setUint8(at + 4 + i, byte);
    at += 4 + part.length;
  }
  return new Uint8Array(out.buffer);
}

/** @throws TypeError for a datatype that has no bytes here (FP16 and BF16 among them) */
function tensorBytes({ datatype, data }: Tensor): Uint8Array {
  const flat: readonly unknown[] = data.flat(Number.POSITIVE_INFINITY);
  if (datatype === "BYTES") return textBytes(flat);
  const writer = writers[datatype];
  if (writer === undefined) throw new TypeError(`${datatype} cannot be sent as bytes; send it as JSON`);
  const out = new DataView(new ArrayBuffer(flat.length * writer.bytes));
  for (const [i, x] of flat.entries()) writer.put(out, i * writer.bytes, Number(x));
  return new Uint8Array(out.buffer);
}

export interface BinaryRequest {
  readonly body: Uint8Array;
  /** Length of the JSON head, which the header Inference-Header-Content-Length says. */
  readonly headBytes: number;
}

/** Inputs as bytes; outputs come back as JSON. */
export function binaryRequest(inputs: readonly Tensor[]): BinaryRequest {
  const raw = inputs.map(tensorBytes);
  const head = utf8(
    JSON.stringify({
      inputs: inputs.map(({ name, shape, datatype }, i) => ({
        name,
        shape,
        datatype,
        parameters: { binary_data_size: raw[i]?.length ?? 0 },
      })),
    }),
  );
  const body = new Uint8Array(head.length + raw.reduce((sum, bytes) => sum + bytes.length, 0));
  body.set(head);
  let at = head.length;
  for (const bytes of raw) {
    body.set(bytes, at);
    at += bytes.length;
  }
  return { body, headBytes: head.length };
}
