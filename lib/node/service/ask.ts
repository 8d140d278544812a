// One request of a described kind outside the load, and what its reply says.

import { CliError } from "../../core/exit.ts";
import { type Answers, readReply, readStream, replyOf } from "../../core/service/read-reply.ts";
import { DescriptionError, requestOf, type WireRequest } from "../../core/service/request.ts";
import type { RequestKind } from "../../core/service/request-kinds.ts";
import { streamBody } from "../../core/streams/stream-body.ts";
import { type Address, type Exchange, send } from "../exchange.ts";
import type { ServedRow } from "./service-under-test.ts";

/** @throws CliError when a function of the description throws: the row is named */
function wireRequest(at: Address, kind: RequestKind<unknown>, rows: readonly ServedRow[]): WireRequest {
  try {
    const ids = rows.map(({ id }) => id);
    return requestOf(
      kind,
      rows.map(({ row }) => row),
      ids,
      at.headers,
      new Date(),
    );
  } catch (error) {
    if (error instanceof DescriptionError) throw new CliError(error.message, { cause: error });
    throw error;
  }
}

export interface Reply {
  readonly sent: WireRequest;
  readonly exchange: Exchange;
  /** What it says about the rows, whatever its status. */
  readonly read: Answers;
}

/** @throws whatever kept a reply from coming within `timeoutMs` */
export async function askKind(
  at: Address,
  kind: RequestKind<unknown>,
  rows: readonly ServedRow[],
  timeoutMs: number,
): Promise<Reply> {
  const sent = wireRequest(at, kind, rows);
  const exchange = await send(at.url, sent, timeoutMs);
  const { status, text, headers } = exchange;
  const asked = rows.map(({ row }) => row);
  const { endpoint } = kind;
  const read =
    endpoint.stream === undefined
      ? readReply(endpoint, replyOf(status, text, headers), asked)
      : readStream(endpoint, status, streamBody(endpoint.stream, status, text), asked);
  return { sent, exchange, read };
}

/** The answer about one row at rest; undefined when none came, or none that can be read. */
export async function askRow(
  at: Address,
  kind: RequestKind<unknown>,
  row: ServedRow,
  timeoutMs: number,
): Promise<unknown> {
  try {
    const { exchange, read } = await askKind(at, kind, [row], timeoutMs);
    const good = exchange.status >= 200 && exchange.status < 300;
    return good && read.kind === "answers" ? read.answers[0] : undefined;
  } catch (error) {
    if (error instanceof CliError) throw error;
    return undefined;
  }
}
