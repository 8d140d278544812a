// One row asked of an idle service, and how long the answer took.

import { isPrediction } from "../../lib/core/service-contract.ts";
import type { World } from "../../lib/core/world.ts";
import type { CorpusText } from "../../lib/node/corpus-file.ts";
import { type Address, exchange } from "../../lib/node/exchange.ts";

const TIMEOUT_MS = 15_000;

/** Milliseconds from sending to the last byte; undefined when no prediction came back. */
export async function askAtRest(at: Address, { text }: CorpusText, world: World): Promise<number | undefined> {
  const from = world.monotonic();
  try {
    const { status, json } = await exchange(at, "/predict", TIMEOUT_MS, { text });
    const took = world.monotonic() - from;
    return status === 200 && isPrediction(json) ? took : undefined;
  } catch {
    return undefined;
  }
}
