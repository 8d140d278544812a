// "Some batches fail randomly": whether they really do, or by size, by load or by time. What clusters has a cause.

import { inferenceOf } from "../endpoint-role.ts";
import { formatCount, formatPercent } from "../format.ts";
import type { EndpointRecord } from "../recording.ts";
import { dispersion } from "../stat/dispersion.ts";
import type { MeasuredRun } from "../validity/rule.ts";
import type { Diagnosis, DiagnosisRule } from "./diagnosis.ts";
import { failsByContent } from "./fails-by-content.ts";
import { inferenceBySecond } from "./inference.ts";
import { loadLevels } from "./load-levels.ts";
import { certainlyAbove, type Group, merged } from "./shares-apart.ts";

const answered = (kind: string): boolean => /^(http-|timeout|unexpected)/.test(kind);

/** Failures that came as an answer (or none in time); broken connections have a rule of their own. */
const failedOf = (e: EndpointRecord): number =>
  Object.entries(e.errors).reduce((sum, [kind, n]) => sum + (answered(kind) ? n : 0), 0);

const bySize = (runs: readonly MeasuredRun[]): readonly Group[] => {
  const endpoints = runs.flatMap(inferenceOf);
  return [...new Set(endpoints.map((e) => e.name))].map((name) =>
    merged(
      name,
      endpoints.filter((e) => e.name === name).map((e) => ({ name, count: e.count, failed: failedOf(e) })),
    ),
  );
};

/** The group that fails certainly more than all others together; undefined when none does. */
const outlier = (groups: readonly Group[]): Group | undefined =>
  groups.find((g) => {
    const others = groups.filter((o) => o !== g);
    return others.length > 0 && certainlyAbove(g, merged("others", others));
  });

/** Failures needed before their spread over time says anything. */
const LEAST_FAILURES = 10;
/** Variance over mean of failures by second; 1 when they come independently. */
const BURSTY = 3;

const comesInBursts = (run: MeasuredRun): boolean => {
  const seconds = [...inferenceBySecond(run).values()].map((windows) => ({
    hits: windows.reduce((sum, w) => sum + w.failed, 0),
    trials: windows.reduce((sum, w) => sum + w.n, 0),
  }));
  const failures = seconds.reduce((sum, s) => sum + s.hits, 0);
  return failures >= LEAST_FAILURES && dispersion(seconds) > BURSTY;
};

type Finding = Pick<Diagnosis, "rule" | "evidence" | "cause" | "rival" | "nextExperiment">;

const bySizeFinding = (g: Group): Finding => ({
  rule: "batch-failures-by-size",
  evidence: `${g.name} failed ${formatCount(g.failed)} of ${formatCount(g.count)} times, certainly more often than the others`,
  cause:
    "A limit or a bug that depends on the size of the batch: a body limit, a buffer, a timeout that only it exceeds.",
  rival: "Large batches take longer and meet the same trouble more often.",
  nextExperiment:
    "Send that size alone with one user (tailgate run smoke): failing also then, it is the size and not the load.",
});

const byLoadFinding = (calm: Group, crowded: Group): Finding => ({
  rule: "batch-failures-by-load",
  evidence: `${formatPercent(crowded.failed / crowded.count)} failed at the highest load and ${formatPercent(calm.failed / calm.count)} at the lowest`,
  cause:
    "Contention: requests fail when others are worked on at the same time (a full pool, memory, a lock with a timeout).",
  rival: "A timeout that the longer waits at a high load exceed.",
  nextExperiment:
    "Raise the service's timeout and its pool one after the other, and try tailgate run concurrency after each.",
});

const inBurstsFinding: Finding = {
  rule: "batch-failures-in-bursts",
  evidence: "failures come in bursts: their number by second varies far more than chance would make it",
  cause: "Something happens from time to time: garbage collection, a restart, a dependency that fails.",
  rival: "A single overload whose queue failed together.",
  nextExperiment: "Put the times of the bursts beside the service's log and its event-loop lag.",
};

const atRandomFinding = (runs: readonly MeasuredRun[]): Finding => ({
  rule: "failures-at-random",
  evidence: "failures depend neither on size nor load nor time",
  cause: "Each request has the same chance to fail: a flaky dependency, or content that some rows share.",
  rival: runs.some((run) => run.failingTexts !== undefined)
    ? "A cause by content that few requests met, or that fails now and then: no row is certain to fail every time."
    : "A cause by content: the recording does not say which rows failed.",
  nextExperiment: "Run twice with the same SEED: the same requests failing again means content, others mean chance.",
});

/** Undefined when what is seen follows from rows that fail: a large batch holds one of them more often. */
const explain = (runs: readonly MeasuredRun[]): Finding | undefined => {
  const byContent = failsByContent(runs) !== undefined;
  const size = byContent ? undefined : outlier(bySize(runs));
  if (size !== undefined) return bySizeFinding(size);
  const levels = loadLevels(runs).map((l) => ({ name: "", count: l.count, failed: l.failed }));
  const [calm, crowded] = [levels[0], levels.at(-1)];
  if (calm && crowded && calm !== crowded && certainlyAbove(crowded, calm)) return byLoadFinding(calm, crowded);
  if (runs.some(comesInBursts)) return inBurstsFinding;
  return byContent ? undefined : atRandomFinding(runs);
};

export const batchFailures: DiagnosisRule = (runs) => {
  const failed = runs.flatMap(inferenceOf).reduce((sum, e) => sum + failedOf(e), 0);
  const finding = failed === 0 ? undefined : explain(runs);
  return finding && { kind: "fault", symptom: "Some batches fail randomly", ...finding };
};
