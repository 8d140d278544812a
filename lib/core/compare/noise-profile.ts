// A host's noise profile: what A/A comparisons on it have shown, session by session. From it come the smallest change
// that pairs can find here, and how much the level moves from one day to another.

import type { ValueOf } from "../recording-shape/object.ts";
import { detectableShift, minimumPairs } from "../stat/pair-planning.ts";
import { mean, spread } from "../stat/spread.ts";
import type { Comparison, Fingerprint } from "./model.ts";
import type * as shape from "./noise-shape.ts";

export type NoiseProfile = ValueOf<typeof shape.noiseProfile>;
export type NoiseSession = ValueOf<typeof shape.noiseSession>;

/** What an A/A comparison says about noise. */
export const noiseSession = (aa: Comparison): NoiseSession => {
  const { fingerprint } = aa.a;
  return {
    startedAt: aa.a.runs[0]?.startedAt ?? "",
    scenario: fingerprint.scenario,
    engine: fingerprint.engine,
    load: fingerprint.load,
    durationMs: fingerprint.durationMs,
    service: aa.a.profile ?? aa.a.url,
    pairs: aa.pairs.filter((pair) => pair.dropped === null).length,
    metrics: aa.metrics.flatMap((row) => {
      const values = [...row.aRuns, ...row.bRuns].filter((v) => v !== null && v > 0);
      if (row.logRatios.length < 2) return [];
      const levelLog = mean(values.map((v) => Math.log(v ?? Number.NaN)));
      return [{ id: row.id, gated: row.gated, pairSd: spread(row.logRatios), levelLog }];
    }),
  };
};

/** Sessions measured with what `f` describes; the length may differ a little. */
export const sessionsLike = (profile: NoiseProfile, f: Fingerprint): readonly NoiseSession[] =>
  profile.hostId !== f.hostId
    ? []
    : profile.sessions.filter(
        (s) =>
          s.scenario === f.scenario &&
          s.engine === f.engine &&
          s.load === f.load &&
          Math.abs(s.durationMs - f.durationMs) <= 0.1 * f.durationMs,
      );

/** Days apart in the sense of "another day's machine": sessions of one UTC date count once, the first. */
const oneADay = (sessions: readonly NoiseSession[]): readonly NoiseSession[] => [
  ...new Map([...sessions].reverse().map((s) => [s.startedAt.slice(0, 10), s])).values(),
];

/** Fewest days from which a standard deviation is worth more than a careful default. */
const FEWEST_DAYS = 3;

/** A standard deviation of logs and how many degrees of freedom it rests on. */
export interface Noise {
  readonly sd: number;
  readonly df: number;
}

/** How much one metric's level moves between days; of the service that was measured on most days. */
export const dayNoise = (sessions: readonly NoiseSession[], id: string): Noise | undefined => {
  const services = [...new Set(sessions.map((s) => s.service))];
  const [longest = []] = services
    .map((service) => oneADay(sessions.filter((s) => s.service === service)))
    .map((days) => days.flatMap((s) => s.metrics.filter((m) => m.id === id).map((m) => m.levelLog)))
    .sort((x, y) => y.length - x.length);
  return longest.length < FEWEST_DAYS ? undefined : { sd: spread(longest), df: longest.length - 1 };
};

/** How much one metric moves between runs of one session: a pair's variance is that of two runs. */
export const runNoise = (sessions: readonly NoiseSession[], id: string): Noise | undefined => {
  const parts = sessions.flatMap((s) =>
    s.metrics.flatMap((m) => (m.id === id ? [{ variance: m.pairSd ** 2 / 2, df: s.pairs - 1 }] : [])),
  );
  const df = parts.reduce((sum, part) => sum + part.df, 0);
  return df < 1 ? undefined : { sd: Math.sqrt(parts.reduce((sum, part) => sum + part.variance * part.df, 0) / df), df };
};

/** Smallest change (a fraction) that `pairs` pairs find four times in five, at Holm's first step; null if none. */
export const detectableWith = (pairs: number, pairSd: number, familySize: number, alpha: number): number | null =>
  pairs < minimumPairs(familySize, alpha)
    ? null
    : Math.expm1(detectableShift(pairSd / Math.sqrt(pairs), pairs - 1, alpha / familySize));
