// The last step of every comparison: rows judged as one family and closed into the result, or no rows at all.

import { formatPercent } from "../format.ts";
import { allSeries } from "./all-series.ts";
import { pendingAnswers } from "./answer-row.ts";
import { COMPARISON_SCHEMA } from "./comparison-format.ts";
import { notesOnCost } from "./cost-series.ts";
import { pendingFailures } from "./failure-row.ts";
import { closeFamily, type Family, type Pending } from "./family.ts";
import type { Comparison, Judged, Note } from "./model.ts";
import { pendingOwnRates } from "./own-rates.ts";
import { type Estimator, pendingMetric } from "./pending-metric.ts";
import type { Allowed } from "./refusals.ts";
import { type AtRest, pendingRestAnswers } from "./rest-answers.ts";
import { pendingRestLatency, type RestInstance } from "./rest-latency.ts";
import type { RunStatistics } from "./run-statistics.ts";
import type { Series } from "./series.ts";
import { notesOnFailures } from "./sides.ts";
import { overallVerdict } from "./verdict.ts";
import { headline } from "./wording.ts";

type Rows = Pick<Comparison, "metrics" | "failures" | "answers">;

export interface CompareOptions {
  readonly allowed?: Allowed;
  /** Answers of both versions at rest, when both were asked. */
  readonly atRest?: AtRest | null;
  /** How long both versions took over the same rows at rest, by pair of instances. */
  readonly restTimes?: readonly RestInstance[];
  /** Whether what was seen at rest is all that is judged, and everything under load is information. */
  readonly restAlone?: boolean;
  /** What the sides are called; without it, as their recordings are. */
  readonly labels?: { readonly a: string; readonly b: string } | undefined;
  /** Smallest change of a latency or throughput that matters, as a fraction, in place of the metrics' own. */
  readonly floor?: number | undefined;
  /** What is known about how the runs were made. */
  readonly notes?: readonly Note[];
}

/** What is known before anything is judged. */
export type Known = Pick<Comparison, "a" | "b" | "refusals" | "pairs" | "notes">;

export type PlainDesign = Omit<Comparison["design"], "familySize" | "minimumPairs">;

const NO_ROWS: Rows = { metrics: [], failures: [], answers: [] };

const finish = (body: Omit<Comparison, "schema" | "headline">): Comparison => ({
  schema: COMPARISON_SCHEMA,
  headline: headline(body),
  ...body,
});

/** A comparison without rows: refused, or too little of it valid. */
export const unjudged = (known: Known, design: PlainDesign): Comparison =>
  finish({ ...known, ...NO_ROWS, verdict: "invalid", design: { ...design, familySize: 0, minimumPairs: null } });

const information = <R extends Judged>(row: R): R => ({ ...row, gated: false, pHolm: null });

/** A row that takes no part in the family, and counts only where no test is needed: B lost it, or fails outright. */
const asInformation = <R extends Judged>(pending: Pending<R>): Pending<R> => ({
  familyP: null,
  close: (pHolm, family) => {
    const row = pending.close(pHolm, family);
    return row.verdict === "regressed" ? row : information(row);
  },
});

/** What the runs that count show, of a comparison that is invalid all the same: rows as information, no verdict. */
export const onlyShown = ({ schema: _, headline: __, ...c }: Comparison): Comparison =>
  finish({
    ...c,
    metrics: c.metrics.map(information),
    failures: c.failures.map(information),
    answers: c.answers.map(information),
    verdict: "invalid",
    design: { ...c.design, familySize: 0, minimumPairs: null },
  });

/** The runs that count: by pair when `paired`, else in any order. */
export interface Judgeable {
  readonly a: readonly RunStatistics[];
  readonly b: readonly RunStatistics[];
  readonly paired: boolean;
  readonly estimator: Estimator;
  readonly atRest: AtRest | null;
  readonly restTimes: readonly RestInstance[];
  readonly restAlone: boolean;
  readonly floor: number | undefined;
}

/** The share of an asked rate that was achieved is no latency or throughput: it keeps its own floor. */
const withFloor = (series: Series, floor: number | undefined): Series =>
  floor === undefined || !series.takesFloor ? series : { ...series, floor };

const floorNotes = (floor: number | undefined): Note[] =>
  floor === undefined
    ? []
    : [
        {
          kind: "floor",
          severity: "info",
          text: `latencies and throughput: a change below ${formatPercent(floor)} counts as none, as was asked for`,
        },
      ];

/** Judges all rows as one family at the design's alpha. `notesOn` adds what depends on that family. */
export const judged = (
  known: Known,
  design: PlainDesign,
  { a, b, paired, estimator, atRest, restTimes, restAlone, floor }: Judgeable,
  notesOn: (family: Family) => readonly Note[],
): Comparison => {
  const underLoad = restAlone ? asInformation : <R extends Judged>(pending: Pending<R>): Pending<R> => pending;
  const { family, ...rows } = closeFamily(
    {
      metrics: [
        ...pendingRestLatency(restTimes, design.alpha, floor),
        ...allSeries({ a, b }).map((series) => underLoad(pendingMetric(withFloor(series, floor), estimator))),
      ],
      failures: [...pendingFailures(a, b, paired), ...pendingOwnRates(a, b, paired)].map(underLoad),
      answers: [...pendingAnswers(a, b, paired, atRest?.accuracy === true), ...pendingRestAnswers(atRest)],
    },
    design.alpha,
    paired,
  );
  const [failures] = rows.failures;
  const confounded = notesOnFailures(failures?.fractionA ?? null, failures?.fractionB ?? null);
  return finish({
    ...known,
    ...rows,
    verdict: overallVerdict(rows),
    design: { ...design, familySize: family.size, minimumPairs: family.minimumPairs },
    notes: [...known.notes, ...floorNotes(floor), ...notesOnCost({ a, b }), ...confounded, ...notesOn(family)],
  });
};
