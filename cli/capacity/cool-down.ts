// Waits between probes until the service is at rest again, told by how fast it answers its health check, or a single
// request where it has none: the queue of an overload must not fall on the next probe (Nighthawk's cool-down).

import { median } from "../../lib/core/quantile.ts";
import type { RequestKind } from "../../lib/core/service/request-kinds.ts";
import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
import { askKind } from "../../lib/node/service/ask.ts";
import type { ServiceUnderTest } from "../../lib/node/service/service-under-test.ts";
import type { DescribedTarget } from "../target/target.ts";

const TIMEOUT_MS = 5000;
const IDLE_READINGS = 9;
/** As many readings in a row must be quick. */
const QUICK_IN_A_ROW = 3;
const PAUSE_MS = 200;
/** A service that has not come to rest by then goes into the next probe as it is. */
const LONGEST_MS = 10_000;

/** The described kind of request that costs the service least. */
const cheapest = ({ kinds, simplest }: ServiceUnderTest): RequestKind<unknown> =>
  kinds.find((kind) => kind.endpoint.role === "health") ?? simplest;

async function healthMs(target: DescribedTarget, world: World): Promise<number> {
  const kind = cheapest(target.service);
  const rows = target.service.rowsOf(kind, 0, kind.rows ?? 0);
  const from = world.monotonic();
  try {
    const { status } = (await askKind(target, kind, rows, TIMEOUT_MS)).exchange;
    return status >= 200 && status < 300 ? world.monotonic() - from : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** How fast it answers when nothing else is asked: the median of some readings, in ms. */
export async function idleHealthMs(target: DescribedTarget, world: World): Promise<number> {
  const readings: number[] = [];
  for (let i = 0; i < IDLE_READINGS; i++) readings.push(await healthMs(target, world));
  return median(readings) ?? Number.POSITIVE_INFINITY;
}

/** Waits until it is about as fast as `idleMs` (twice it, or 10 ms more), three times in a row. */
export async function coolDown(target: DescribedTarget, world: World, idleMs: number): Promise<void> {
  const quick = Math.max(2 * idleMs, idleMs + 10);
  const deadline = world.monotonic() + LONGEST_MS;
  for (let inARow = 0; inARow < QUICK_IN_A_ROW && world.monotonic() < deadline && !world.interrupted.aborted; ) {
    inARow = (await healthMs(target, world)) <= quick ? inARow + 1 : 0;
    if (inARow < QUICK_IN_A_ROW) await world.sleep(ms(PAUSE_MS), world.interrupted);
  }
}
