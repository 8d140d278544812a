// Gathers pairs until a planned look decides, the plan is complete, or the user stops it. It decides when runs are
// made, never what they show: pairs are re-run because a recording is invalid, not because of its numbers.

import { endedAtRest } from "../../lib/core/compare/ended-at-rest.ts";
import type { Comparison } from "../../lib/core/compare/model.ts";
import { pairOrders } from "../../lib/core/compare/order.ts";
import { comparePairs, type MeasuredPair, type PairedDesign, whyDropped } from "../../lib/core/compare/pairs.ts";
import type { CompareOptions } from "../../lib/core/compare/result.ts";
import { runStatistics } from "../../lib/core/compare/run-statistics.ts";
import { CliError } from "../../lib/core/exit.ts";
import type { Measure, PlannedRun, SideName } from "./side.ts";

export interface GatherPlan {
  readonly kind: PairedDesign["kind"];
  readonly seed: number;
  readonly looks: readonly number[];
  readonly alpha: number;
  readonly compare: CompareOptions;
  /** Whether a regression that is certain at rest ends the comparison after the first pair. */
  readonly endsAtRest: boolean;
}

export interface GatherHooks {
  readonly measure: Measure;
  /** Waits between two runs, so that one does not heat the next. */
  readonly coolDown: () => Promise<void>;
  readonly interrupted: AbortSignal;
  /** Whether there is time for so many more pairs; absent: always. Asked between looks, and never before the first. */
  readonly hasTimeFor?: (pairs: number) => boolean;
  readonly onProgress: (line: string) => void;
}

/** Re-runs allowed: with one valid pair in five on top, no more than one pair in five is dropped. */
const mostReruns = (pairs: number): number => Math.max(1, Math.floor(pairs / 4));

type Order = MeasuredPair["order"];

/** Waits for both, also when one fails: neither may go on unattended. */
async function bothSettled<T>(a: Promise<T>, b: Promise<T>): Promise<[T, T]> {
  await Promise.allSettled([a, b]);
  return Promise.all([a, b]);
}

/** Runs one pair; undefined when the user interrupted it. */
async function runPair(index: number, order: Order, hooks: GatherHooks): Promise<MeasuredPair | undefined> {
  const run = async (side: SideName, place: PlannedRun["place"]) =>
    runStatistics(await hooks.measure({ side, pair: index, place }));
  if (order === "both") {
    const [a, b] = await bothSettled(run("a", "together"), run("b", "together"));
    return hooks.interrupted.aborted ? undefined : { index, order, a, b };
  }
  const [one, other]: [SideName, SideName] = order === "AB" ? ["a", "b"] : ["b", "a"];
  const first = await run(one, "first");
  if (hooks.interrupted.aborted) return undefined;
  await hooks.coolDown();
  if (hooks.interrupted.aborted) return undefined;
  const second = await run(other, "second");
  if (hooks.interrupted.aborted) return undefined;
  return { index, order, a: one === "a" ? first : second, b: one === "a" ? second : first };
}

/** Ctrl-C while a service starts ends in an error of its own; what was gathered counts all the same. */
const orInterrupted =
  ({ interrupted }: GatherHooks) =>
  (error: unknown): undefined => {
    if (!(interrupted.aborted && error instanceof CliError)) throw error;
  };

const orderText: Readonly<Record<Order, string>> = {
  AB: "baseline first",
  BA: "baseline second",
  both: "both at once",
};

interface Gathered {
  readonly pairs: readonly MeasuredPair[];
  readonly looksTaken: number;
  readonly interrupted: boolean;
}

/** What the pairs gathered so far say; undefined before the first. */
const look = (plan: GatherPlan, { pairs, looksTaken, interrupted }: Gathered): Comparison | undefined => {
  const { kind, seed, alpha, looks, compare } = plan;
  const design = { kind, seed, alpha, plannedLooks: looks, looksTaken, interrupted };
  return pairs.length === 0 ? undefined : comparePairs(pairs, design, compare);
};

/**
 * The comparison after its first pair when a regression at rest is certain already; else null.
 *
 * No further look is spent: the row at rest does not change with more pairs, its p survives the whole family's
 * correction as it is, and one pair alone can reject nothing. The later looks would only have repeated it.
 */
const decidedAtRest = (plan: GatherPlan, gathered: Gathered): Comparison | null => {
  if (!plan.endsAtRest || plan.looks[0] === 1) return null;
  const notes = [...(plan.compare.notes ?? []), endedAtRest];
  const result = look({ ...plan, compare: { ...plan.compare, notes } }, gathered);
  const isCertain = result?.metrics.some((row) => row.metric === "restMs" && row.verdict === "regressed") === true;
  return result !== undefined && isCertain && result.verdict === "regressed" ? result : null;
};

/**
 * Resolves to the comparison at the look that decided, or at the last one. An invalid pair is run again in the same
 * order, a bounded number of times. After Ctrl-C the complete pairs are compared, and the result says so; undefined
 * when there is none.
 */
export async function gatherPairs(plan: GatherPlan, hooks: GatherHooks): Promise<Comparison | undefined> {
  const orders: readonly Order[] =
    plan.kind === "duet" ? new Array<Order>(plan.looks.at(-1) ?? 0).fill("both") : pairOrders(plan.looks, plan.seed);
  const pairs: MeasuredPair[] = [];
  const most = orders.length;
  let valid = 0;
  let looksTaken = 0;
  while (valid < most) {
    const order = orders[valid] ?? "AB";
    // Numbered as in the result; how many count is another number as soon as one does not.
    const index = pairs.length + 1;
    const wanted = `${valid} of ${most === plan.looks[0] ? "" : "up to "}${most} so far`;
    hooks.onProgress(`pair ${index}: ${orderText[order]} (${wanted})`);
    const pair = await runPair(index, order, hooks).catch(orInterrupted(hooks));
    if (pair === undefined) return look(plan, { pairs, looksTaken, interrupted: true });
    pairs.push(pair);
    const dropped = whyDropped(pair);
    if (dropped === null) {
      valid++;
    } else {
      hooks.onProgress(`pair ${pair.index} does not count: ${dropped}`);
      if (pairs.length - valid > mostReruns(most)) {
        hooks.onProgress("too many invalid pairs: giving up");
        return look(plan, { pairs, looksTaken, interrupted: false });
      }
    }
    const early =
      dropped === null && valid === 1 ? decidedAtRest(plan, { pairs, looksTaken, interrupted: false }) : null;
    if (early !== null) return early;
    if (dropped === null && plan.looks.includes(valid)) {
      looksTaken++;
      const result = look(plan, { pairs, looksTaken, interrupted: false });
      if (result === undefined || result.verdict !== "inconclusive" || valid === most) return result;
      const more = (plan.looks[looksTaken] ?? valid) - valid;
      if (hooks.hasTimeFor?.(more) === false) {
        hooks.onProgress(`${result.headline}: there is no time left for ${more} more pairs`);
        return result;
      }
      hooks.onProgress(`${result.headline}: going on to ${plan.looks[looksTaken]} pairs`);
    }
    await hooks.coolDown();
    if (hooks.interrupted.aborted) return look(plan, { pairs, looksTaken, interrupted: true });
  }
  return look(plan, { pairs, looksTaken, interrupted: false });
}
