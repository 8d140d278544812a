// A list of instances in, a list of predictions out: TensorFlow Serving, KServe v1, Vertex AI, MLflow.
// Source: https://github.com/tensorflow/serving/blob/master/tensorflow_serving/g3doc/api_rest.md

import { isRecord } from "../../json.ts";
import { type AnyRow, type Endpoint, type EndpointOptions, post } from "../endpoint.ts";

/** @param instance what stands in the list for a row */
export const instances = <Row = AnyRow>(
  path: string,
  instance: (row: Row) => unknown,
  options: EndpointOptions<Row> = {},
): Endpoint<Row> =>
  post<Row>(path, (_, rows) => ({ instances: rows.map(instance) }), {
    answers: ({ json }) => (isRecord(json) && Array.isArray(json.predictions) ? json.predictions : undefined),
    ...options,
  });
