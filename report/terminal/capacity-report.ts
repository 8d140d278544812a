// A capacity search as terminal text: every probe, the curve, the verdict and what follows from it.

import type { Findings } from "../../lib/core/capacity/findings.ts";
import type { Entry } from "../../lib/core/capacity/judge-probe.ts";
import type { LoadUnit } from "../../lib/core/capacity/probe.ts";
import type { CapacityReport } from "../../lib/core/capacity/search.ts";
import type { SearchPlan } from "../../lib/core/capacity/search-plan.ts";
import type { Shown } from "../../lib/core/capacity/shown.ts";
import { formatCount, formatDuration, formatMs, formatPercent, formatRate, plural } from "../../lib/core/format.ts";
import { textTable } from "../../lib/core/text-table.ts";
import { capacityChart } from "./capacity-chart.ts";
import type { Paint } from "./colour.ts";

export const loadText = (load: number, unit: LoadUnit): string =>
  unit === "users" ? plural(load, "user") : `${formatRate(load)} requests/s`;

const word = { pass: "pass", fail: "FAIL", breach: "FAIL clearly", void: "void" } as const;
const by = { latency: "p99", failures: "failures", answers: "wrong answers" } as const;

const probeRow = (e: Entry, i: number, unit: LoadUnit): string[] => [
  String(i + 1),
  e.probe.kind,
  loadText(e.probe.load, unit),
  formatDuration(e.probe.durationMs),
  formatCount(e.share.total),
  formatMs(e.result.p95Ms),
  formatMs(e.result.p99Ms),
  formatRate(e.result.ratePerSec),
  formatPercent(e.share.share),
  e.probe.kind === "climb" ? "" : formatPercent(e.share.upper),
  e.criterion === null ? word[e.verdict] : `${word[e.verdict]} (${by[e.criterion]})`,
];

const HEADER = [
  "#",
  "Probe",
  "Load",
  "Length",
  "Requests",
  "P95 ms",
  "P99 ms",
  "Req/s",
  "Bad",
  "Bad at most",
  "Verdict",
];

/** Why probes were void, each reason once. */
const voidText = (entries: readonly Entry[]): string => {
  const reasons = new Map(
    entries.flatMap((e) => (e.verdict === "void" ? e.result.voidBecause : [])).map((r) => [r.rule, r]),
  );
  return [...reasons.values()].map((r) => `  ! void: ${r.finding}\n    ${r.advice}\n`).join("");
};

/** How many blocks were left out, so that nobody wonders where the requests went. */
const stallText = (entries: readonly Entry[]): string => {
  const lost = entries.reduce((sum, e) => sum + (e.result.lostBlocks ?? 0), 0);
  return lost === 0
    ? ""
    : `  ! the machine stood still under the generator: ${plural(lost, "block")} left out, whatever they held\n`;
};

const capText = {
  limit: "the highest load allowed (--cap)",
  guard: "a guard of the measurement",
  budget: "the time (--budget)",
} as const;

/** The time ended before one run passed by itself, and yet something is certain. */
const shownText = ({ load, share, durationMs }: Shown, { unit, badLimit }: SearchPlan, paint: Paint): string =>
  `${paint.good("Shown")}: at least ${paint.strong(loadText(load, unit))}, 95 %: ` +
  `${formatPercent(share.share)} of ${formatCount(share.total)} requests bad in ${formatDuration(durationMs)} of probes there and above, ` +
  `at most ${formatPercent(share.upper)} (limit ${formatPercent(badLimit)}).\n` +
  "  No single long run passed before the time ended: more of it (--budget) may show more.\n";

function verdictText({ plan, outcome, climb, entries }: CapacityReport, paint: Paint): string {
  if (outcome.kind === "none") return `${paint.bad("No safe load found")}: already the smallest load is too much.\n`;
  if (outcome.kind === "shown") return shownText(outcome, plan, paint);
  if (outcome.kind === "unconfirmed") {
    const reached = climb.passed === null ? "no load passed" : `the climb passed ${loadText(climb.passed, plan.unit)}`;
    const next = outcome.load === null ? "" : `, and ${loadText(outcome.load, plan.unit)} is the next to confirm`;
    const why = {
      budget: "the search ended",
      guard: "every probe failed a guard",
      requests: "too few requests for a p99 came",
    }[outcome.why];
    return `${paint.warn("UNCONFIRMED")}: ${reached}${next}, but ${why} before a long run confirmed any load.\n`;
  }
  const { entry, atLeast } = outcome;
  const attempts = entries.filter((e) => e.probe.kind !== "climb" && e.verdict !== "void").length;
  return [
    `${paint.good("Confirmed")}: ${atLeast === null ? "" : "at least "}${paint.strong(loadText(entry.probe.load, plan.unit))}, `,
    `${formatPercent(entry.share.share)} of ${formatCount(entry.share.total)} requests bad, at most ${formatPercent(entry.share.upper)} with 95 % confidence `,
    `(limit ${formatPercent(plan.badLimit)}; ${entry.share.blocks} blocks; ${plural(attempts, "long run")}).\n`,
    atLeast === null ? "" : `  Nothing failed up to it: the search ended at ${capText[atLeast]}.\n`,
  ].join("");
}

const boundaryText = {
  cliff: "a cliff: one step more is clearly too much. Keep away from it.",
  smooth: "smooth: latency rises over several loads.",
  flat: "flat: loads well apart cannot be told from each other, so take the number with a grain of salt.",
  unseen: "not seen: nothing failed.",
} as const;

function edgeText({ plan, boundary, firstBreak, inverted }: CapacityReport): string {
  const broke =
    firstBreak === null
      ? ""
      : `${firstBreak.clear ? "Breaks" : "Fails first"} at ${loadText(firstBreak.load, plan.unit)} by ${by[firstBreak.criterion]}${firstBreak.endpoint === null ? "" : `, most on ${firstBreak.endpoint}`}.\n`;
  const twisted = inverted ? "A lower load failed where a higher one passed: the lower one is reported.\n" : "";
  return `${broke}Boundary ${boundaryText[boundary]}\n${twisted}`;
}

const interval = (c: { value: number; low: number; high: number }): string =>
  `${c.value.toFixed(4)} [${c.low.toFixed(4)}, ${c.high.toFixed(4)}]`;

function findingsText({ plan }: CapacityReport, f: Findings): string {
  const lines: string[] = [];
  if (f.atTenUsers !== null) {
    const { ratePerSec, p99Ms } = f.atTenUsers.result;
    lines.push(`At 10 users: ${formatRate(ratePerSec)} requests/s, p99 ${formatMs(p99Ms)} ms.`);
  }
  if (f.operatingLoad !== null)
    lines.push(
      `Operate at ${loadText(f.operatingLoad, plan.unit)} (70 % of it; ${formatRate(f.operatingRatePerSec)} inference requests/s) a replica.`,
    );
  if (f.replicas !== null)
    lines.push(
      `Replicas for the target rate of inference requests: ${f.replicas.serving}, and ${f.replicas.withSpare} so that one may fail.`,
    );
  if (f.costPerMillion !== null)
    lines.push(`A million predictions cost ${f.costPerMillion.toPrecision(3)} at that load.`);
  if (f.scalability !== null)
    lines.push(
      `Scaling (USL): contention σ ${interval(f.scalability.sigma)}, coherency κ ${interval(f.scalability.kappa)}.`,
    );
  return lines.map((l) => `${l}\n`).join("");
}

/** The whole report of a search. */
export function capacityReport(report: CapacityReport, f: Findings, paint: Paint): string {
  const { entries, plan, spentMs } = report;
  return [
    textTable(
      HEADER,
      entries.map((e, i) => probeRow(e, i, plan.unit)),
    ),
    `${voidText(entries)}${stallText(entries)}`,
    capacityChart(entries, plan.limitMs, paint),
    `${verdictText(report, paint)}${edgeText(report)}${findingsText(report, f)}Took ${formatDuration(spentMs)}.\n`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}
