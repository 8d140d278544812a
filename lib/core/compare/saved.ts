// The comparison of saved recordings that were not made in pairs, e.g. last week's baseline and today's runs. It finds
// large changes, and says how large they must be: what differs between days is added to every interval.

import { allSeries } from "./all-series.ts";
import type { Comparison, DayNoise, Note } from "./model.ts";
import { dayNoise, type Noise, type NoiseProfile, type NoiseSession, runNoise, sessionsLike } from "./noise-profile.ts";
import type { Estimator } from "./pending-metric.ts";
import { nothingAllowed, refusals } from "./refusals.ts";
import { type CompareOptions, judged, unjudged } from "./result.ts";
import type { RunStatistics } from "./run-statistics.ts";
import { defaultDayNoise, defaultRunNoise, estimateFromSides, SAVED_ALPHA } from "./saved-estimate.ts";
import { notesOnRuns, sideOf } from "./sides.ts";

const logs = (values: readonly (number | null)[]): number[] => values.flatMap((v) => (v === null ? [] : [Math.log(v)]));

const estimator =
  (sessions: readonly NoiseSession[]): Estimator =>
  ({ id, runSd, betterWhen, a, b }) => {
    const noise = {
      run: runNoise(sessions, id) ?? defaultRunNoise(runSd),
      day: dayNoise(sessions, id) ?? defaultDayNoise,
    };
    return { estimate: estimateFromSides(logs(a), logs(b), betterWhen === "lower" ? 1 : -1, noise), logRatios: [] };
  };

/** The profile counts as the source only when it knows every gated metric. */
const shownDayNoise = (sessions: readonly NoiseSession[], gatedIds: readonly string[]): DayNoise => {
  const known = gatedIds.map((id) => dayNoise(sessions, id));
  const measured = known.filter((noise): noise is Noise => noise !== undefined);
  return measured.length === 0 || measured.length < known.length
    ? { source: "default", sd: Math.max(defaultDayNoise.sd, ...measured.map((x) => x.sd)), days: 0 }
    : {
        source: "profile",
        sd: Math.max(...measured.map((x) => x.sd)),
        days: 1 + Math.min(...measured.map((x) => x.df)),
      };
};

const dayNote = ({ source, sd, days }: DayNoise): Note => {
  const size = `±${Math.round(100 * Math.expm1(1.96 * Math.SQRT2 * sd))} %`;
  const text =
    source === "profile"
      ? `saved recordings: this host's level moves between days (up to ${size} between two of them, from ${days} days); it is counted in every interval`
      : `saved recordings: levels move between days and this host's profile does not say how much, so ${size} between two days is assumed and counted in every interval. Only large changes can be seen; run A and B in pairs to see smaller ones`;
  return { kind: "day-to-day noise", severity: "info", text };
};

const leftOut = (runs: readonly RunStatistics[]): Note[] => {
  const reasons = runs.flatMap((r) => (r.unusable === null ? [] : [`${r.run.id}: ${r.unusable}`]));
  if (reasons.length === 0) return [];
  const text = `${reasons.length} of ${runs.length} recordings left out as invalid (${reasons.slice(0, 3).join("; ")})`;
  return [{ kind: "dropped recordings", severity: "warning", text }];
};

/**
 * Compares two sets of recordings made at different times. Recordings that are invalid by their own verdict are left
 * out; when a side has none left, or more than one in five was invalid, the comparison is invalid.
 * @throws RangeError when a side is empty
 */
export const compareSaved = (
  a: readonly RunStatistics[],
  b: readonly RunStatistics[],
  profile: NoiseProfile | null,
  { allowed = nothingAllowed, atRest = null, labels, floor, notes = [] }: CompareOptions = {},
): Comparison => {
  const every = [...a, ...b];
  const known = {
    a: sideOf(a, labels?.a),
    b: sideOf(b, labels?.b),
    refusals: refusals(a, b, allowed),
    pairs: [],
    notes: [...leftOut(every), ...notes, ...notesOnRuns(every)],
  };
  const design = {
    kind: "saved" as const,
    seed: null,
    alpha: SAVED_ALPHA,
    plannedLooks: [],
    looksTaken: 1,
    interrupted: false,
    dayNoise: null,
  };
  const usable = { a: a.filter((r) => r.unusable === null), b: b.filter((r) => r.unusable === null) };
  const left = usable.a.length + usable.b.length;
  const tooFew = usable.a.length === 0 || usable.b.length === 0 || left < 0.8 * every.length;
  if (known.refusals.length > 0 || tooFew) return unjudged(known, design);
  const sessions = profile === null ? [] : sessionsLike(profile, known.a.fingerprint);
  const gated = allSeries(usable).filter((series) => series.gated);
  const days = shownDayNoise(
    sessions,
    gated.map((series) => series.id),
  );
  const runs = { ...usable, paired: false, estimator: estimator(sessions), atRest, floor };
  return judged(known, { ...design, dayNoise: days }, { ...runs, restTimes: [], restAlone: false }, () => [
    dayNote(days),
  ]);
};
