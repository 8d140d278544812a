// Which rows a request carries: of all that its endpoint is for, by the seed and the request's number alone.

import type { RequestKind } from "../service/request-kinds.ts";
import { type TextChoice, textsAt } from "./workload.ts";

type Drawn = Parameters<typeof textsAt>[3];

/** @param rowCount rows of the data */
export function rowsOfRequest<Row>(
  { rows, endpoint }: Pick<RequestKind<Row>, "rows" | "endpoint">,
  index: number,
  rowCount: number,
  options: Drawn,
): readonly TextChoice[] {
  const [from, to] = endpoint.only ?? [0, rowCount];
  return textsAt(index, rows ?? 0, to - from, options).map((choice) => ({ ...choice, text: choice.text + from }));
}
