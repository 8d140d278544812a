// The guide's production checklist, each item computed from what is on disk. An item without evidence is "not
// measured"; nobody can tick one by hand.

import type { Comparison, MetricRow } from "../compare/model.ts";
import { changeText } from "../compare/wording.ts";
import { formatCount, formatDuration, formatPercent } from "../format.ts";
import { type LabelledComparison, newestComparison, recordingsOf, scenarioOf } from "../ledger/labelled.ts";
import type { Recording } from "../recording.ts";

export interface ChecklistItem {
  readonly text: string;
  readonly state: "done" | "failed" | "not-measured";
  /** What the state rests on, or what would have to be measured. */
  readonly evidence: string;
}

export interface Evidence {
  readonly before: string;
  readonly after: string;
  readonly recordings: readonly Recording[];
  readonly comparisons: readonly LabelledComparison[];
  /** Labels under which a CPU profile was taken. */
  readonly profiledLabels: readonly string[];
}

type Answer = Omit<ChecklistItem, "text">;

const done = (evidence: string): Answer => ({ state: "done", evidence });
const failed = (evidence: string): Answer => ({ state: "failed", evidence });
const missing = (evidence: string): Answer => ({ state: "not-measured", evidence });

/** The ten items in the guide's order. */
export function checklist(evidence: Evidence): readonly ChecklistItem[] {
  const scenario = scenarioOf(evidence.recordings, evidence.before);
  const [before] = recordingsOf(evidence.recordings, evidence.before, scenario);
  const [after] = recordingsOf(evidence.recordings, evidence.after, scenario);
  const comparison = newestComparison(evidence.comparisons, evidence.after, {
    label: evidence.before,
    profile: before?.target.profile ?? null,
  });
  const item = (text: string, answer: Answer): ChecklistItem => ({ text, ...answer });
  return [
    item("Run profiling analysis locally", profiled(evidence, evidence.before)),
    item("Run load tests and document baseline", recorded(before, evidence.before)),
    item("Implement optimization", implemented(before, after)),
    item("Re-run profiling (confirm issue resolved)", profiled(evidence, evidence.after)),
    item("Re-run load tests with same parameters", sameParameters(comparison, before, after)),
    item("Document improvement percentage", improvement(comparison)),
    item("Verify no regressions (accuracy, error rate)", noRegressions(comparison, after)),
    item("Test with production-like data", productionLike(after)),
    item(
      "Monitor first hour after deployment",
      missing("Tailgate does not watch production; a soak run of an hour is the nearest it can measure."),
    ),
    item("Have rollback plan ready", missing("A load test cannot see a rollback plan.")),
  ];
}

const profiled = ({ profiledLabels }: Evidence, label: string): Answer =>
  profiledLabels.includes(label)
    ? done(`A CPU profile of the measured window is saved under ${label}.`)
    : missing(`No CPU profile under ${label}: LABEL=${label} tailgate profile.`);

function recorded(run: Recording | undefined, label: string): Answer {
  if (run === undefined) return missing(`No recording under ${label}: tailgate run baseline.`);
  const requests = run.endpoints.reduce((sum, e) => sum + e.count, 0);
  const what = `${run.id}: ${formatCount(requests)} requests in ${formatDuration(run.durationMs)}, ${objectivesText(run)}`;
  return run.validity.verdict === "invalid" ? failed(`${what}, but the measurement is invalid.`) : done(`${what}.`);
}

const objectivesText = ({ objectives: { criteria } }: Recording): string =>
  criteria.length === 0
    ? "no objectives"
    : `${criteria.filter((c) => c.verdict === "pass").length} of ${criteria.length} objectives met`;

/** What a service calls itself, or its user calls it; the suite's own commit says nothing about it. */
const nameOf = ({ target }: Recording): string =>
  [target.profile, target.version].filter((x) => x !== null && x !== undefined).join(" ");

function implemented(before: Recording | undefined, after: Recording | undefined): Answer {
  if (before === undefined || after === undefined) return missing("Needs a recording from before and one from after.");
  const [was, is] = [nameOf(before), nameOf(after)];
  if (was === "" || is === "") {
    return missing("The service does not say which version it is: version in /health, or SERVICE_VERSION.");
  }
  return was === is
    ? missing(`Both recordings are of the same service (${was}).`)
    : done(`Measured ${was}, then ${is}.`);
}

function sameParameters(
  comparison: Comparison | undefined,
  before: Recording | undefined,
  after: Recording | undefined,
): Answer {
  if (comparison !== undefined) {
    const differing = comparison.refusals.map((r) => r.what);
    return differing.length === 0
      ? done(`${comparison.a.runs.length} and ${comparison.b.runs.length} runs with equal parameters were compared.`)
      : failed(`These differ between the sides: ${differing.join(", ")}.`);
  }
  return before === undefined || after === undefined
    ? missing("Needs a recording from before and one from after.")
    : missing("The recordings were not compared: tailgate compare.");
}

const bySize = (x: MetricRow, y: MetricRow): number => (y.improvement ?? 0) - (x.improvement ?? 0);

/** A gain is documented once a row has shown it; that the row does not count for the verdict is said. */
function improvement(comparison: Comparison | undefined): Answer {
  if (comparison === undefined) return missing("Not compared: tailgate compare.");
  if (comparison.verdict === "invalid") return failed(comparison.headline);
  if (comparison.verdict !== "inconclusive") return done(comparison.headline);
  const gains = comparison.metrics.filter((row) => row.verdict === "improved");
  const [gain] = [...gains.filter((row) => row.gated).sort(bySize), ...gains.filter((row) => !row.gated).sort(bySize)];
  if (gain === undefined) return missing(comparison.headline);
  return done(`${changeText(gain)}${gain.gated ? "" : ", a row that is not gated"}; the comparison is inconclusive.`);
}

/** Accuracy and error rate: an undecided latency is another item's business, a latency that got worse is not. */
function noRegressions(comparison: Comparison | undefined, after: Recording | undefined): Answer {
  if (comparison === undefined) return missing("Not compared: tailgate compare.");
  const own = [...comparison.failures, ...comparison.answers].filter((row) => row.gated);
  const gated = [...comparison.metrics.filter((row) => row.gated), ...own];
  const worse = gated.filter((row) => row.verdict === "regressed").map((row) => row.id);
  const checked = after?.endpoints.reduce((sum, e) => sum + e.answers.checked, 0) ?? 0;
  if (worse.length > 0) return failed(`Regressed: ${worse.join(", ")}.`);
  if (comparison.verdict === "invalid") return failed(comparison.headline);
  const open = own.filter((row) => row.verdict === "inconclusive" || row.verdict === "unsupported");
  if (open.length > 0) return missing(`No verdict yet on ${open.map((row) => row.id).join(", ")}.`);
  if (comparison.answers.length === 0 || checked === 0) return missing("Answers were not checked.");
  return done(`No answer and no error rate got worse; ${formatCount(checked)} answers were checked.`);
}

/** Whether rows are like production's is not something a file can prove: only what was sent can be told. */
function productionLike(after: Recording | undefined): Answer {
  if (after === undefined) return missing("Needs a recording from after.");
  if (after.payload === null) return missing("The script decides what is sent, and whether it is like production's.");
  const { texts, repeatShare } = after.payload;
  return missing(
    `Sent: ${formatCount(texts)} different rows, ${formatPercent(repeatShare)} of requests repeating popular ones; whether production is like that was not measured.`,
  );
}
