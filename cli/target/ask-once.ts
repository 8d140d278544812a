// One request outside the load whose failure is an answer too: why it did not get through, in a few words.

import { type Address, type Exchange, exchange } from "../../lib/node/exchange.ts";

export const isDenied = (status: number): boolean => status === 401 || status === 403;

const reason = (error: unknown, timeoutMs: number): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  if (cause instanceof Error && cause.name === "TimeoutError") return `no answer within ${timeoutMs / 1000} s`;
  return cause instanceof Error ? cause.message : String(cause);
};

/** The exchange, or why there was none: an error's code where it has one. */
export async function askOnce(
  at: Address,
  path: string,
  timeoutMs: number,
  body?: unknown,
): Promise<Exchange | string> {
  try {
    return await exchange(at, path, timeoutMs, body);
  } catch (error) {
    return reason(error, timeoutMs);
  }
}
