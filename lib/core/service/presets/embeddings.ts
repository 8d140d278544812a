// OpenAI's `/v1/embeddings` and what imitates it. Each vector carries the index of its input: the list may come in
// any order. Source: https://platform.openai.com/docs/api-reference/embeddings

import { isRecord } from "../../json.ts";
import { type AnyRow, type Endpoint, type EndpointOptions, post } from "../endpoint.ts";

const byIndex = (data: readonly unknown[]): readonly unknown[] => {
  const vectors: unknown[] = Array.from({ length: data.length });
  for (const entry of data) {
    if (isRecord(entry) && typeof entry.index === "number" && entry.index in vectors) {
      vectors[entry.index] = entry.embedding;
    }
  }
  return vectors;
};

export const embeddings = <Row = AnyRow>(
  model: string,
  input: (row: Row) => string,
  options: EndpointOptions<Row> = {},
): Endpoint<Row> =>
  post<Row>("/v1/embeddings", (row, rows) => ({ model, input: rows.length === 1 ? input(row) : rows.map(input) }), {
    answers: ({ json }) => (isRecord(json) && Array.isArray(json.data) ? byIndex(json.data) : undefined),
    ...options,
  });
