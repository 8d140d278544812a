// The report of a host's noise: how much each gated metric moves between two equal runs, and so the smallest change that
// a number of pairs can find.

import { detectableWith, type NoiseProfile, type NoiseSession } from "../../lib/core/compare/noise-profile.ts";
import { formatPercent, plural } from "../../lib/core/format.ts";
import type { NoiseModel } from "./model.ts";
import { redactModel } from "./redact-model.ts";

const PAIRS = [8, 10, 15, 20] as const;
const ALPHA = 0.05;
/** Days from which on a profile narrows the comparison of saved recordings. */
const DAYS = 3;

const smallest = (pairs: number, pairSd: number, familySize: number): string => {
  const found = detectableWith(pairs, pairSd, familySize, ALPHA);
  return found === null ? "none" : formatPercent(found);
};

/** Of the newest session of a profile. @param familySize tests that share the level in a comparison of this scenario */
export function noiseModel(session: NoiseSession, profile: NoiseProfile, familySize: number): NoiseModel {
  const days = new Set(profile.sessions.map((s) => s.startedAt.slice(0, 10))).size;
  const more = days < DAYS ? `; from ${DAYS} days on it narrows the comparison of saved recordings` : "";
  return redactModel({
    kind: "noise",
    title: `noise of ${session.scenario}`,
    headline: { state: "unknown", text: "What a comparison on this machine can find" },
    at: session.startedAt,
    setting: [[session.scenario, session.engine, session.load, plural(session.pairs, "pair")].join(" · ")],
    ladder: [],
    tables: [
      {
        title: `Smallest change found four times in five, when ${familySize} tests share a level of ${formatPercent(ALPHA)}`,
        columns: ["Metric", "Noise of a pair", ...PAIRS.map((pairs) => `${pairs} pairs`)].map((name) => ({ name })),
        rows: session.metrics
          .filter((metric) => metric.gated)
          .map(({ id, pairSd }) => [
            id,
            formatPercent(Math.expm1(pairSd)),
            ...PAIRS.map((pairs) => smallest(pairs, pairSd, familySize)),
          ]),
        notes: [
          `The profile of this host holds ${plural(profile.sessions.length, "session")} of ${plural(days, "day")}${more}.`,
        ],
      },
    ],
    remarks: [],
    facts: [],
  });
}
