// The guide's ledger of optimisations, measured: what each promised, what it gave, and where it did not, why.

import { formatMs, formatPercent, formatRate, NOT_MEASURED } from "../../lib/core/format.ts";
import { explanationOf } from "../../lib/core/optimise/explanation.ts";
import type { ClaimResult, LoadPointResult, Optimised } from "../../lib/core/optimise/optimised.ts";
import { type ThreadLimit, threadLimitText } from "../../lib/core/optimise/thread-limit.ts";
import type { OptimiseModel, Table } from "./model.ts";
import { redactModel } from "./redact-model.ts";

const milliseconds = (ms: number | null | undefined): string =>
  ms === null || ms === undefined ? NOT_MEASURED : `${formatMs(ms)} ms`;

const value = (result: ClaimResult, side: "a" | "b"): string => {
  const { row, claim } = result;
  const x = row?.[side] ?? null;
  return claim.metric === "ratePerSec" ? `${formatRate(x)}/s` : milliseconds(x);
};

/** A gain in the words of the guide: less latency in percent, throughput as a factor. */
const gain = (fraction: number | null, claim: ClaimResult["claim"]): string => {
  if (fraction === null) return "n/a";
  return claim.metric === "ratePerSec"
    ? `${(1 + fraction).toFixed(2)}x`
    : `−${formatPercent(fraction)}`.replace("−-", "+");
};

const interval = ({ row, claim }: ClaimResult): string => {
  const { low = null, high = null } = row?.improvementInterval ?? {};
  return `[${gain(low, claim)}, ${gain(high, claim)}]`;
};

const claimRow = (r: ClaimResult): string[] => [
  r.claim.phase,
  r.claim.what,
  r.claim.expected ?? "–",
  value(r, "a"),
  value(r, "b"),
  gain(r.row?.improvement ?? null, r.claim),
  interval(r),
  r.verdict,
];

const reasons = (results: readonly ClaimResult[], limit: ThreadLimit | null): string[] =>
  results.flatMap((r) => {
    const why = explanationOf(r, limit);
    return why === undefined ? [] : [`${r.claim.phase}, ${r.claim.what}: ${why}.`];
  });

const pointRow = (p: LoadPointResult): string[] => [
  p.profile,
  `${formatRate(p.ratePerSec)}/s`,
  milliseconds(p.single?.latencyMs.p95),
  milliseconds(p.batch?.latencyMs.p50),
  milliseconds(p.batch?.latencyMs.p95),
  String(p.dropped),
  p.holds ? "holds" : "fails",
];

const pointHeader = ["Profile", "Requests", "Single p95", "Batch-50 p50", "Batch-50 p95", "Dropped", ""];

const claimHeader = ["Phase", "Measured", "Guide", "Without", "With", "Gain", "95 % interval", "Verdict"];

const columns = (names: readonly string[]): Table["columns"] => names.map((name) => ({ name }));

/** `at` is when it was measured, ISO 8601. */
export const optimiseModel = (found: Optimised, at: string): OptimiseModel =>
  redactModel({
    kind: "optimise",
    title: "the guide's optimisations",
    headline: { state: "unknown", text: "What each optimisation gives" },
    at,
    setting: [
      `Order within blocks: seed ${found.seed}${found.interrupted ? "; stopped early: what is whole is shown" : ""}`,
    ],
    ladder: [],
    tables: [
      {
        title: "The guide's optimisations, each credited with the one thing that differs",
        columns: columns(claimHeader),
        rows: found.claims.map(claimRow),
        notes: found.threads === null ? [] : [`This machine, now: ${threadLimitText(found.threads)}.`],
      },
      {
        title: "Beside 3 batches of 50 a second, all runs together",
        columns: columns(["Profile", "Single p95", "Health p99"]),
        rows: found.mixed.map((m) => [m.profile, milliseconds(m.singleP95Ms), milliseconds(m.healthP99Ms)]),
        notes: [],
      },
      {
        title: "Load within single p95 < 200 ms: the guide's mix, Poisson arrivals (points tried, not a limit)",
        columns: columns(pointHeader),
        rows: found.loadPoints.map(pointRow),
        notes: [
          "Batches of 50 have the same objective, p95 < 200 ms; where even their p50 is above it, they surely miss it.",
        ],
      },
    ],
    remarks: [{ title: "Where the guide's figure is not reached", lines: reasons(found.claims, found.threads) }].filter(
      ({ lines }) => lines.length > 0,
    ),
    facts: [],
  });
