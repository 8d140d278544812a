// One row asked of an idle service, and how long the answer took.

import type { RequestKind } from "../../lib/core/service/request-kinds.ts";
import type { World } from "../../lib/core/world.ts";
import type { Address } from "../../lib/node/exchange.ts";
import { askRow } from "../../lib/node/service/ask.ts";
import type { ServedRow } from "../../lib/node/service/service-under-test.ts";

const TIMEOUT_MS = 15_000;

/** Milliseconds from sending to the last byte; undefined when no answer came back that can be read. */
export async function askAtRest(
  at: Address,
  kind: RequestKind<unknown>,
  row: ServedRow,
  world: World,
): Promise<number | undefined> {
  const from = world.monotonic();
  const answer = await askRow(at, kind, row, TIMEOUT_MS);
  return answer === undefined ? undefined : world.monotonic() - from;
}
