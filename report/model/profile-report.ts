// Everything that is reported of one profile, computed once: as text for people, as JSON for programs.

import type { Diagnosis } from "../../lib/core/diagnosis/diagnosis.ts";
import { type Analysis, analyse } from "../../lib/core/profile/analysis.ts";
import { commonDirectory, placeOf } from "../../lib/core/profile/function-name.ts";
import type { EdgeTimes, FunctionTimes } from "../../lib/core/profile/function-times.ts";
import type { LockUse } from "../../lib/core/profile/lock-use.ts";
import type { Overhead } from "../../lib/core/profile/overhead.ts";
import type { Profile } from "../../lib/core/profile/profile.ts";
import { factsOf } from "../../lib/core/profile/profile-facts.ts";
import { pythonCauses } from "../../lib/core/profile/python/python-causes.ts";
import { type RoadmapItem, roadmapOf } from "../../lib/core/profile/roadmap.ts";
import { type ProfileViews, viewsOf } from "../../lib/core/profile/views.ts";
import type { SavedProfile } from "../../lib/node/profile/save-profile.ts";

export interface ProfileReport {
  readonly profile: Profile;
  readonly views: ProfileViews;
  readonly analysis: Analysis;
  readonly roadmap: readonly RoadmapItem[];
  /** What a Python service is slow by; empty for other languages. */
  readonly causes: readonly Diagnosis[];
  /** Undefined when a file was read: then nobody measured it. */
  readonly overhead: Overhead | null | undefined;
  readonly doubts: readonly string[];
  /** Undefined where no window of lock holders was taken. */
  readonly lock: LockUse | undefined;
  readonly saved: SavedProfile | undefined;
}

export interface ReportOptions {
  /** Which parts; none of them means the three views. */
  readonly detailed: boolean;
  readonly analysis: boolean;
  readonly roadmap: boolean;
  readonly rows: number;
  /** Functions for the third view; see ViewOptions. */
  readonly about: string | undefined;
}

type Measured = Pick<ProfileReport, "overhead" | "doubts" | "lock" | "saved">;

/** Computes all parts of the report. */
export function profileReport(
  profile: Profile,
  options: ReportOptions,
  { cores, ...measured }: Measured & { readonly cores: number | undefined },
): ProfileReport {
  const analysis = analyse(profile, options.rows);
  return {
    profile,
    views: viewsOf(profile, options),
    analysis,
    roadmap: roadmapOf(analysis.findings, profile.load),
    causes: pythonCauses(profile, measured.lock, cores),
    ...measured,
  };
}

/** The report as plain data: functions by name and place, units in the names. */
export function reportJson({ profile, views, analysis, roadmap, lock, ...rest }: ProfileReport): unknown {
  const named = namer(profile);
  const times = ({ fn, ...figures }: FunctionTimes) => ({ function: named(fn), ...figures });
  const edge = ({ caller, callee, ...figures }: EdgeTimes) => ({
    caller: named(caller),
    callee: named(callee),
    ...figures,
  });
  return {
    schema: "tailgate.profile-report/1",
    ...factsOf(profile),
    totalUs: views.totalUs,
    busyUs: views.busyUs,
    views: {
      cumulative: views.byCumulative.map(times),
      self: views.bySelf.map(times),
      calls: views.calls.map(({ of, callers, callees }) => ({
        ...times(of),
        callers: callers.map(edge),
        callees: callees.map(edge),
      })),
    },
    analysis: {
      busyShare: analysis.busyShare,
      categories: analysis.categories,
      threads: analysis.threads.map(({ thread, ...figures }) => ({
        thread: profile.functions[thread]?.name ?? null,
        ...figures,
      })),
      findings: analysis.findings.map(({ mainFunction, ...finding }) => ({
        ...finding,
        mainFunction: named(mainFunction),
      })),
      hot: analysis.hot.map(({ fn, ...figures }) => ({ function: named(fn), ...figures })),
    },
    roadmap,
    lock: lock === undefined ? null : lockJson(lock),
    ...rest,
  };
}

/** Functions of one profile by name and place. */
function namer(profile: Profile) {
  const base = commonDirectory(profile.functions);
  return (index: number) => {
    const fn = profile.functions[index];
    return fn === undefined ? null : { name: fn.name, place: placeOf(fn, base), file: fn.file, line: fn.line };
  };
}

function lockJson({ profile, holders, ...facts }: LockUse): unknown {
  const named = namer(profile);
  return { ...facts, holders: holders.map(({ fn, ...figures }) => ({ function: named(fn), ...figures })) };
}
