// The optimisation ledger as text and as Markdown: targets beside measured values, and gains only where a comparison
// has proved them.

import { formatCount, formatMs, formatRate, NOT_MEASURED } from "../../lib/core/format.ts";
import type { Gain } from "../../lib/core/ledger/gain.ts";
import type { Range } from "../../lib/core/ledger/guide-plan.ts";
import { type Ledger, type LedgerPhase, type PhaseGain, reaches } from "../../lib/core/ledger/ledger.ts";
import { textTable } from "../../lib/core/text-table.ts";
import { escapeMarkdown } from "./escape.ts";
import { markdownTable } from "./markdown-text.ts";

const header = [
  "Phase",
  "RPS",
  "Target",
  "P99 (ms)",
  "Target",
  "CPU s/1000",
  "Max users",
  "Target",
  "Objectives",
  "RPS gain",
  "P99 gain",
  "Verdict",
];

/** The ledger as a text table for a terminal. */
export const ledgerText = (ledger: Ledger): string =>
  `${textTable(header, ledger.phases.map(row))}\n${totals(ledger).join("\n")}\n`;

/** The guide's "Optimization Progress" section, filled in. */
export const ledgerMarkdown = (ledger: Ledger): string =>
  [
    "## Optimization Progress",
    markdownTable(header, "lrrrrrrrrrrl", ledger.phases.map(row)),
    ...ledger.phases.map(phaseBlock),
    `### In total\n${totals(ledger)
      .map((line) => `- ${escapeMarkdown(line)}`)
      .join("\n")}`,
    "",
  ].join("\n\n");

const row = (phase: LedgerPhase, index: number): string[] => {
  const { measured, targets, gain } = phase;
  return [
    phase.name,
    `${formatRate(measured?.ratePerSec)}${sign(reaches(measured?.ratePerSec ?? null, targets.ratePerSec, "higher"))}`,
    rangeText(targets.ratePerSec),
    `${formatMs(measured?.p99Ms)}${sign(reaches(measured?.p99Ms ?? null, targets.p99Ms, "lower"))}`,
    rangeText(targets.p99Ms),
    formatMs(measured?.cpuPerThousand),
    `${formatCount(measured?.maxUsers)}${sign(reaches(measured?.maxUsers ?? null, targets.maxUsers, "higher"))}`,
    rangeText(targets.maxUsers),
    measured === null ? NOT_MEASURED : `${measured.objectives.met} of ${measured.objectives.of}`,
    gainText(gain?.throughput ?? null),
    gainText(gain?.p99 ?? null),
    index === 0 && phase.measured !== null ? "the start" : verdictText(phase),
  ];
};

const sign = (reached: boolean | null): string => (reached === null ? "" : reached ? " ✓" : " ✗");

const rangeText = (range: Range | null): string => (range === null ? "" : `${range.low}-${range.high}`);

/** "2.41x (2.30 to 2.53)" */
const gainText = (gain: Gain | null): string => {
  if (gain === null) return NOT_MEASURED;
  const end = (x: number | null): string => (x === null ? "open" : x.toFixed(2));
  return `${gain.factor.toFixed(2)}x (${end(gain.low)} to ${end(gain.high)})`;
};

const words: Readonly<Record<PhaseGain["verdict"], string>> = {
  improved: "improved",
  regressed: "regressed",
  "no-change": "inside noise: no change",
  inconclusive: "inside noise: inconclusive",
  invalid: "invalid comparison",
};

const objectiveWords = { pass: "met", fail: "missed", "no-data": "too little data" } as const;

const verdictText = (phase: LedgerPhase): string => {
  if (phase.gain !== null) return words[phase.gain.verdict];
  return phase.measured === null ? "not recorded" : "not compared";
};

const phaseBlock = (phase: LedgerPhase): string => {
  const { measured, targets, gain, expected } = phase;
  const target = (range: Range | null): string => (range === null ? "" : ` (target ${rangeText(range)})`);
  const lines =
    measured === null
      ? ["Not recorded"]
      : [
          `RPS: ${formatRate(measured.ratePerSec)}${target(targets.ratePerSec)}`,
          `P99 Latency: ${formatMs(measured.p99Ms)} ms of ${measured.slowest}${target(targets.p99Ms)}`,
          ...(measured.cpuPerThousand === null ? [] : [`CPU per thousand: ${formatMs(measured.cpuPerThousand)} s`]),
          `Max Concurrent Users: ${formatCount(measured.maxUsers)}${target(targets.maxUsers)}`,
          `Objectives: ${objectiveWords[measured.objectives.verdict]}, ${measured.objectives.met} of ${measured.objectives.of} met`,
          ...(gain === null
            ? []
            : [
                `Against ${gain.against}: ${words[gain.verdict]}; RPS ${gainText(gain.throughput)}, p99 ${gainText(gain.p99)}`,
              ]),
        ];
  const title = `### ${escapeMarkdown(phase.name)}${expected === null ? "" : ` (Expected: ${escapeMarkdown(expected)})`}`;
  return `${title}\n${lines.map((line) => `- ${escapeMarkdown(line)}`).join("\n")}`;
};

function totals({ total, product, phases }: Ledger): string[] {
  const direct =
    total === null
      ? "Total, compared directly: not compared"
      : `Total against ${total.against}, compared directly: ${words[total.verdict]}; RPS ${gainText(total.throughput)}, p99 ${gainText(total.p99)}`;
  if (phases.length < 3) return [direct];
  const chained =
    product === null
      ? "Product of the phases: n/a, since not every phase was compared with the one before it"
      : `Product of the phases: RPS ${gainText(product.throughput)}, p99 ${gainText(product.p99)}`;
  return [direct, chained];
}
