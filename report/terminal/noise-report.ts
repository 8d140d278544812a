// A host's noise as terminal text: how much each gated metric moves between two equal runs, and so the smallest change
// that a number of pairs can find.

import { detectableWith, type NoiseProfile, type NoiseSession } from "../../lib/core/compare/noise-profile.ts";
import { formatPercent, plural } from "../../lib/core/format.ts";
import { textTable } from "../../lib/core/text-table.ts";

const PAIRS = [8, 10, 15, 20] as const;
const ALPHA = 0.05;

const cell = (pairs: number, pairSd: number, familySize: number): string => {
  const smallest = detectableWith(pairs, pairSd, familySize, ALPHA);
  return smallest === null ? "none" : formatPercent(smallest);
};

/** @param familySize tests that share the level in a comparison of this scenario */
export function noiseReport(session: NoiseSession, profile: NoiseProfile, familySize: number): string {
  const gated = session.metrics.filter((metric) => metric.gated);
  const rows = gated.map(({ id, pairSd }) => [
    id,
    formatPercent(Math.expm1(pairSd)),
    ...PAIRS.map((pairs) => cell(pairs, pairSd, familySize)),
  ]);
  const days = new Set(profile.sessions.map((s) => s.startedAt.slice(0, 10))).size;
  const more = days < 3 ? `; from 3 days on it narrows the comparison of saved recordings` : "";
  return [
    `Smallest change found four times in five, when ${familySize} tests share a level of ${formatPercent(ALPHA)}`,
    "",
    textTable(["Metric", "Noise of a pair", ...PAIRS.map((pairs) => `${pairs} pairs`)], rows),
    `The profile of this host holds ${plural(profile.sessions.length, "session")} of ${plural(days, "day")}${more}\n`,
  ].join("\n");
}
