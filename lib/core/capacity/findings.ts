// What a finished search lets people do: the figures at the confirmed load, at ten users as the guide asks, and what
// follows from them. Refuses to derive anything from a load that was neither confirmed nor shown.

import type { CapacityReport, Entry, Findings } from "./model.ts";
import { costPerMillion, OPERATING_SHARE, replicasFor } from "./operating-point.ts";
import { fitScalability } from "./scalability.ts";
import { safeEntry } from "./search.ts";

export interface Wishes {
  /** Requests a second the whole deployment must carry. */
  readonly targetPerSec?: number;
  /** Price of one replica for one hour, in any currency. */
  readonly pricePerHour?: number;
}

const GUIDE_USERS = 10;

/** The longest judged probe at a load. */
const probeAt = (entries: readonly Entry[], load: number): Entry | null =>
  entries
    .filter((e) => e.verdict !== "void" && e.probe.load === load)
    .sort((a, b) => b.probe.durationMs - a.probe.durationMs)[0] ?? null;

/** Concurrency is what was really in flight (Little's law), since users also think. */
const scalePoints = (entries: readonly Entry[]) =>
  entries.flatMap(({ verdict, result: { ratePerSec, meanMs } }) =>
    verdict === "void" || meanMs === null ? [] : [{ concurrency: (ratePerSec * meanMs) / 1000, ratePerSec }],
  );

export function findings({ plan, outcome, entries }: CapacityReport, wishes: Wishes): Findings {
  const confirmed = safeEntry(outcome);
  const rate = confirmed?.result.ratePerSec ?? null;
  const predictions = confirmed?.result.predictionsPerSec ?? 0;
  const { targetPerSec, pricePerHour } = wishes;
  return {
    operatingLoad:
      confirmed === null
        ? null
        : Math.max(plan.grain, Math.floor((confirmed.probe.load * OPERATING_SHARE) / plan.grain + 1e-9) * plan.grain),
    operatingRatePerSec: rate === null ? null : rate * OPERATING_SHARE,
    replicas: rate === null || rate === 0 || targetPerSec === undefined ? null : replicasFor(targetPerSec, rate),
    costPerMillion:
      predictions === 0 || pricePerHour === undefined
        ? null
        : costPerMillion(pricePerHour, predictions * OPERATING_SHARE),
    atTenUsers: plan.unit === "users" ? probeAt(entries, GUIDE_USERS) : null,
    scalability: plan.unit === "users" ? (fitScalability(scalePoints(entries)) ?? null) : null,
  };
}
