// The Open Inference Protocol over JSON: Triton, MLServer, KServe v2, Seldon Core 2.
// Source: https://github.com/kserve/open-inference-protocol, specification/protocol/inference_rest.md

import { isRecord } from "../../json.ts";
import { type AnyRow, type Endpoint, type EndpointOptions, post } from "../endpoint.ts";
import { type BinaryRequest, binaryRequest } from "./binary-tensor.ts";
import type { Tensor } from "./tensor.ts";

/** Data may come nested or flat, row-major: the shape alone says where a row ends. */
function rowsOf({ shape, data }: Record<string, unknown>): readonly unknown[] | undefined {
  if (!Array.isArray(shape) || !Array.isArray(data)) return undefined;
  const sizes: readonly unknown[] = shape;
  const count = sizes[0];
  if (typeof count !== "number") return undefined;
  const flat: readonly unknown[] = data.flat(Number.POSITIVE_INFINITY);
  const width = count === 0 ? 0 : flat.length / count;
  if (!Number.isInteger(width)) return undefined;
  return Array.from({ length: count }, (_, i) => (width === 1 ? flat[i] : flat.slice(i * width, (i + 1) * width)));
}

/**
 * `POST /v2/models/{model}/infer`. @param inputs tensors of the rows
 * @param options of any endpoint; `output` is the output tensor that holds the answers (unset: the first), `binary` sends the
 *   tensors as bytes, where the server knows the extension (Triton); answers are JSON all the same
 */
export const v2 = <Row = AnyRow>(
  model: string,
  inputs: (rows: readonly Row[]) => readonly Tensor[],
  {
    output,
    binary = false,
    ...options
  }: EndpointOptions<Row> & { readonly output?: string; readonly binary?: boolean } = {},
): Endpoint<Row> => {
  // Body and header are asked for one after the other, of the same rows.
  const made = new WeakMap<readonly Row[], BinaryRequest>();
  const asBytes = (rows: readonly Row[]): BinaryRequest => {
    const request = made.get(rows) ?? binaryRequest(inputs(rows));
    made.set(rows, request);
    return request;
  };
  return post<Row>(
    `/v2/models/${encodeURIComponent(model)}/infer`,
    (_, rows) => (binary ? asBytes(rows).body : { inputs: inputs(rows) }),
    {
      ...(binary
        ? {
            headers: (rows: readonly Row[]) => ({ "Inference-Header-Content-Length": String(asBytes(rows).headBytes) }),
          }
        : {}),
      answers: ({ json }) => {
        if (!isRecord(json) || !Array.isArray(json.outputs)) return undefined;
        const tensors = json.outputs.filter(isRecord);
        const tensor = output === undefined ? tensors[0] : tensors.find((t) => t.name === output);
        return tensor === undefined ? undefined : rowsOf(tensor);
      },
      ...options,
    },
  );
};
