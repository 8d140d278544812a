// The guide's three views of a profile: by cumulative time, by self time, and who calls whom.

import { type EdgeTimes, type FunctionTimes, timesOf } from "./function-times.ts";
import { busyOnly, isIdle } from "./idle.ts";
import { isThread, type Profile } from "./profile.ts";

interface CallView {
  readonly of: FunctionTimes;
  /** Costliest first; times are of the function where that caller called it. */
  readonly callers: readonly EdgeTimes[];
  /** Costliest first; times are of the callee where the function called it. */
  readonly callees: readonly EdgeTimes[];
}

export interface ProfileViews {
  /** All time, idle included. */
  readonly totalUs: number;
  /** Total without idle: what shares are shares of. */
  readonly busyUs: number;
  readonly byCumulative: readonly FunctionTimes[];
  readonly bySelf: readonly FunctionTimes[];
  readonly calls: readonly CallView[];
}

export interface ViewOptions {
  /** Rows of each view. */
  readonly rows: number;
  /** Only functions whose name or file holds this text in the third view; undefined: the `rows` first by self time. */
  readonly about: string | undefined;
}

/** The three views. Threads and idle time are left out: they are no functions to look into. */
export function viewsOf(profile: Profile, options: ViewOptions): ProfileViews {
  const times = timesOf(busyOnly(profile));
  const shown = times.functions.filter((t) => {
    const fn = profile.functions[t.fn];
    return fn !== undefined && !isThread(fn) && !isIdle(fn) && ran(t);
  });
  const bySelf = shown.filter((t) => t.selfUs > 0).sort((a, b) => b.selfUs - a.selfUs);
  const byCumulative = shown.toSorted((a, b) => b.cumulativeUs - a.cumulativeUs || b.selfUs - a.selfUs);
  const { about } = options;
  const matching = about === undefined ? bySelf : byCumulative.filter((t) => isAbout(profile, t.fn, about));
  return {
    totalUs: timesOf(profile).totalUs,
    busyUs: shown.reduce((sum, t) => sum + t.selfUs, 0),
    byCumulative: byCumulative.slice(0, options.rows),
    bySelf: bySelf.slice(0, options.rows),
    calls: matching.slice(0, options.rows).map((of) => ({
      of,
      callers: ranked(times.edges.filter((edge) => edge.callee === of.fn && ran(edge))),
      callees: ranked(times.edges.filter((edge) => edge.caller === of.fn && ran(edge))),
    })),
  };
}

const ran = (times: FunctionTimes | EdgeTimes): boolean => times.cumulativeUs > 0 || times.calls !== null;

const isAbout = (profile: Profile, index: number, text: string): boolean => {
  const fn = profile.functions[index];
  return fn !== undefined && (fn.name.includes(text) || fn.file.includes(text));
};

const ranked = (edges: readonly EdgeTimes[]): readonly EdgeTimes[] =>
  edges.toSorted((a, b) => b.cumulativeUs - a.cumulativeUs);
