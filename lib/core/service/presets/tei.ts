// Text Embeddings Inference. Source: https://github.com/huggingface/text-embeddings-inference, docs/openapi.json

import { type AnyRow, type Endpoint, type EndpointOptions, post } from "../endpoint.ts";

/** `/predict`. A list of two texts would be one pair, so each text of several stands in a list of its own. */
export const teiPredict = <Row = AnyRow>(
  text: (row: Row) => string,
  options: EndpointOptions<Row> = {},
): Endpoint<Row> =>
  post<Row>("/predict", (row, rows) => ({ inputs: rows.length === 1 ? text(row) : rows.map((r) => [text(r)]) }), {
    answers: ({ json }, rows) => (Array.isArray(json) ? (rows.length === 1 ? [json] : json) : undefined),
    ...options,
  });

/** `/embed`: a list of vectors, also for one text. */
export const teiEmbed = <Row = AnyRow>(text: (row: Row) => string, options: EndpointOptions<Row> = {}): Endpoint<Row> =>
  post<Row>("/embed", (row, rows) => ({ inputs: rows.length === 1 ? text(row) : rows.map(text) }), {
    answers: ({ json }) => (Array.isArray(json) ? json : undefined),
    ...options,
  });
