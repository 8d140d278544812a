// Asks both versions for the same rows at rest, one request at a time: fresh instances of both side by side, only one
// of them asked at any moment, in short blocks of random order.

import { detectableWith } from "../../lib/core/compare/noise-profile.ts";
import { isDecidedAtRest } from "../../lib/core/compare/rest-decided.ts";
import { instanceShift, LEAST_ROWS, type RestInstance, type RestTime } from "../../lib/core/compare/rest-latency.ts";
import { type RestBlock, restBlocks, warmedUp } from "../../lib/core/compare/rest-plan.ts";
import { signedPercent } from "../../lib/core/compare/wording.ts";
import { CliError } from "../../lib/core/exit.ts";
import { formatPercent } from "../../lib/core/format.ts";
import type { Mix } from "../../lib/core/load/mix.ts";
import { mix32 } from "../../lib/core/random.ts";
import type { RequestKind } from "../../lib/core/service/request-kinds.ts";
import { spread } from "../../lib/core/stat/spread.ts";
import type { World } from "../../lib/core/world.ts";
import { findService } from "../../lib/node/service/find-service.ts";
import type { ServedRow, ServiceUnderTest } from "../../lib/node/service/service-under-test.ts";
import type { RunningTarget } from "../target/target.ts";
import { askAtRest } from "./ask-at-rest.ts";
import { type BothSides, openBoth } from "./both-sides.ts";
import { carriedPerSec } from "./carried-load.ts";
import type { Carried } from "./measurable-load.ts";
import type { Preset } from "./preset.ts";

export interface RestRequest extends BothSides {
  readonly preset: Pick<Preset, "rest" | "alpha" | "restAlone">;
  /** Smallest change that matters, as a fraction, in place of the metric's own. */
  readonly floor?: number | undefined;
  readonly orderSeed: number;
  /** The mix of which it is to be seen how much each side carries; undefined when nobody needs to know. */
  readonly mix?: Mix | undefined;
}

export interface Rested {
  readonly times: readonly RestInstance[];
  /** Of the last pair of instances; null when it was not looked at. */
  readonly carried: Carried | null;
}

/** Milliseconds of each row that was answered, by id. */
async function askAll(
  target: RunningTarget,
  kind: RequestKind<unknown>,
  rows: readonly ServedRow[],
  world: World,
): Promise<ReadonlyMap<string, number>> {
  const times = new Map<string, number>();
  for (const row of rows) {
    if (world.interrupted.aborted) break;
    const took = await askAtRest(target, kind, row, world);
    if (took !== undefined) times.set(row.id, took);
  }
  return times;
}

/** One block asked of both; a row that either side did not answer is left out. */
async function askBlock(
  [a, b]: readonly [RunningTarget, RunningTarget],
  kind: RequestKind<unknown>,
  { rows, order }: RestBlock<ServedRow>,
  world: World,
): Promise<readonly RestTime[]> {
  const [first, second] = order === "AB" ? [a, b] : [b, a];
  const [one, other] = [await askAll(first, kind, rows, world), await askAll(second, kind, rows, world)];
  const [timesA, timesB] = order === "AB" ? [one, other] : [other, one];
  return rows.flatMap(({ id }) => {
    const [aMs, bMs] = [timesA.get(id), timesB.get(id)];
    return aMs === undefined || bMs === undefined ? [] : [{ id, aMs, bMs }];
  });
}

async function askInstances(
  both: readonly [RunningTarget, RunningTarget],
  kind: RequestKind<unknown>,
  blocks: readonly RestBlock<ServedRow>[],
  forMs: number,
  world: World,
): Promise<RestInstance> {
  const { warm, counted } = warmedUp(blocks);
  for (const block of warm) await askBlock(both, kind, block, world);
  const until = world.monotonic() + forMs;
  const rows: RestTime[] = [];
  for (const block of counted) {
    if (world.interrupted.aborted || (rows.length > 0 && world.monotonic() >= until)) break;
    rows.push(...(await askBlock(both, kind, block, world)));
  }
  return { rows };
}

const line = (i: number, of: number, instance: RestInstance): string => {
  const shift = instanceShift(instance);
  const seen = shift === undefined ? `too few answers (${LEAST_ROWS} are the least)` : signedPercent(Math.expm1(shift));
  return `  at rest, instances ${i} of ${of}: ${seen} over ${instance.rows.length} rows`;
};

/** From so many pairs of instances on, their spread says what all of them will find. */
const LEAST_FOR_SPREAD = 4;
/** Rows that share the level, about; two where nothing under load is judged. */
const FAMILY = { whole: 10, restAlone: 2 } as const;

/** What the planned instances will be able to show, from the first of them. */
function findable(
  seen: readonly RestInstance[],
  { rest: { instances }, alpha, restAlone }: RestRequest["preset"],
): string {
  const shifts = seen.flatMap((instance) => instanceShift(instance) ?? []);
  const least =
    shifts.length < 2
      ? null
      : detectableWith(instances, spread(shifts), restAlone === true ? FAMILY.restAlone : FAMILY.whole, alpha);
  return least === null
    ? "  too few instances to show a change"
    : `  with ${instances} pairs of instances a change of about ${formatPercent(least)} will be found four times in five`;
}

/** Rows that are asked at rest: with more, none would be asked twice on both sides. */
const MOST_ROWS = 2000;

/** The first kind of request that carries one row. */
const singleKind = ({ kinds }: ServiceUnderTest): RequestKind<unknown> | undefined =>
  kinds.find((kind) => kind.endpoint.role === "inference" && kind.rows === 1);

const NOTHING: Rested = { times: [], carried: null };

/** One after the other: together they would share what either has alone. */
async function carriedByBoth(
  [a, b]: readonly [RunningTarget, RunningTarget],
  service: ServiceUnderTest,
  mix: Mix,
  world: World,
): Promise<Carried> {
  return { a: await carriedPerSec(a, service, mix, world), b: await carriedPerSec(b, service, mix, world) };
}

/**
 * Times of the same rows on both sides, by pair of instances; empty when the preset asks for none. After Ctrl-C what
 * is complete.
 * @throws CliError when a side cannot be run
 */
export async function timesAtRest(world: World, request: RestRequest, say: (line: string) => void): Promise<Rested> {
  const { instances, ms, looks } = request.preset.rest;
  if (ms === 0) return NOTHING;
  const service = await findService(world);
  const kind = singleKind(service);
  if (kind === undefined) {
    say("no endpoint takes one row alone: nothing is asked at rest");
    return NOTHING;
  }
  const rows = service.rowsOf(kind, 0, Math.min(service.rowCount(kind), MOST_ROWS));
  const out: RestInstance[] = [];
  let carried: Carried | null = null;
  say("asking both versions for the same rows in turn, at rest");
  for (let i = 1; i <= instances && !world.interrupted.aborted; i++) {
    const both = await openBoth(request, world);
    try {
      const blocks = restBlocks(rows, mix32(request.orderSeed, i));
      const instance = await askInstances(both, kind, blocks, ms, world);
      if (world.interrupted.aborted) break;
      out.push(instance);
      say(line(i, instances, instance));
      if (i === LEAST_FOR_SPREAD && i < instances) say(findable(out, request.preset));
      if (i === instances && request.mix !== undefined)
        carried = await carriedByBoth(both, service, request.mix, world);
    } finally {
      await Promise.all(both.map((target) => target.stop()));
    }
    if (i < instances && looks?.includes(i) === true && isDecidedAtRest(out, request.preset.alpha, request.floor)) {
      say(`  decided after ${i} pairs of instances`);
      break;
    }
  }
  if (!world.interrupted.aborted && out.every(({ rows }) => rows.length === 0)) {
    throw new CliError("no row was answered by both versions at rest", {
      hint: `Ask one by hand, of endpoint ${kind.name}.`,
    });
  }
  return { times: out, carried };
}
