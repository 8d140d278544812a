// One request outside the load whose failure is an answer too: why it did not get through, in a few words.

import { CliError } from "../../lib/core/exit.ts";
import type { RequestKind } from "../../lib/core/service/request-kinds.ts";
import type { Address } from "../../lib/node/exchange.ts";
import { askKind, type Reply } from "../../lib/node/service/ask.ts";
import type { ServiceUnderTest } from "../../lib/node/service/service-under-test.ts";

export const isDenied = (status: number): boolean => status === 401 || status === 403;
export const isGood = (status: number): boolean => status >= 200 && status < 300;

const reason = (error: unknown, timeoutMs: number): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  if (cause instanceof Error && cause.name === "TimeoutError") return `no answer within ${timeoutMs / 1000} s`;
  return cause instanceof Error ? cause.message : String(cause);
};

/**
 * The reply, or why there was none: an error's code where it has one.
 *
 * @param attempt from 0: each has other rows, since a row that the service fails at is a finding and no end
 * @throws CliError when the description cannot make the request, which is no fault of the service
 */
export async function askOnce(
  at: Address,
  service: ServiceUnderTest,
  kind: RequestKind<unknown>,
  attempt: number,
  timeoutMs: number,
): Promise<Reply | string> {
  const size = kind.rows ?? 0;
  try {
    return await askKind(at, kind, service.rowsOf(kind, attempt * size, size), timeoutMs);
  } catch (error) {
    if (error instanceof CliError) throw error;
    return reason(error, timeoutMs);
  }
}
