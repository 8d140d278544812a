// How many requests of a mix an instance carries, seen in a few seconds: some users who never pause. Good enough to stay
// well below it, which is all it is for.

import type { Mix } from "../../lib/core/load/mix.ts";
import type { RequestKind } from "../../lib/core/service/request-kinds.ts";
import type { World } from "../../lib/core/world.ts";
import type { Address } from "../../lib/node/exchange.ts";
import { askKind } from "../../lib/node/service/ask.ts";
import type { ServiceUnderTest } from "../../lib/node/service/service-under-test.ts";

const USERS = 8;
const WARM_MS = 500;
const LEAST_MS = 2500;
/** A slow service is watched until so many answers have come, or for so long. */
const ENOUGH = 30;
const MOST_MS = 10_000;
const TIMEOUT_MS = 15_000;

/** A round of the mix as kinds of requests, spread out. */
function roundOf(mix: Mix, { kinds }: ServiceUnderTest): readonly RequestKind<unknown>[] {
  const most = Math.max(...mix.map(({ share }) => share));
  return Array.from({ length: most }, (_, turn) =>
    mix.flatMap(({ name, share }) => {
      const kind = kinds.find((k) => k.name === name);
      return kind !== undefined && turn < share ? [kind] : [];
    }),
  ).flat();
}

/** Good answers a second to the requests of `mix`, or 0 when none came. */
export async function carriedPerSec(at: Address, service: ServiceUnderTest, mix: Mix, world: World): Promise<number> {
  const round = roundOf(mix, service);
  if (round.length === 0) return 0;
  const start = world.monotonic();
  const ended: number[] = [];
  const goesOn = (): boolean => {
    const elapsedMs = world.monotonic() - start;
    return !world.interrupted.aborted && elapsedMs < (ended.length < ENOUGH ? MOST_MS : LEAST_MS);
  };
  let next = 0;
  const user = async (): Promise<void> => {
    while (goesOn()) {
      const nth = next++;
      const kind = round[nth % round.length];
      if (kind === undefined) return;
      const reply = await askKind(at, kind, service.rowsOf(kind, 7 * nth, kind.rows ?? 0), TIMEOUT_MS).catch(
        () => undefined,
      );
      const isGood = reply !== undefined && reply.exchange.status >= 200 && reply.exchange.status < 300;
      if (isGood) ended.push(world.monotonic() - start);
      // A service whose port is closed would be asked as fast as it can be tried.
      else if (reply === undefined) return;
    }
  };
  await Promise.all(Array.from({ length: USERS }, user));
  const counted = ended.filter((atMs) => atMs >= WARM_MS);
  const last = Math.max(...counted, 0);
  return counted.length < 2 || last <= WARM_MS ? 0 : (counted.length * 1000) / (last - WARM_MS);
}
