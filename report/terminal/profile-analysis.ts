// The analysis as text: busy time by category, the findings in the order of their cost, hot functions with their
// likely cause; and the roadmap.

import { formatCount, formatMs, formatPercent } from "../../lib/core/format.ts";
import type { Analysis } from "../../lib/core/profile/analysis.ts";
import type { Profile } from "../../lib/core/profile/profile.ts";
import type { RoadmapItem } from "../../lib/core/profile/roadmap.ts";
import { textTable } from "../../lib/core/text-table.ts";
import type { Paint } from "./colour.ts";
import { labeller } from "./profile-views.ts";

const count = (profile: Profile, samples: number): string =>
  profile.sampleCount === null ? "n/a" : formatCount(samples);

/** Text cells of equal width, so that a table of numbers shows them to the left. */
const toTheLeft = (rows: readonly (readonly string[])[], columns: readonly number[]): readonly (readonly string[])[] =>
  rows.map((row) =>
    row.map((cell, column) =>
      columns.includes(column) ? cell.padEnd(Math.max(...rows.map((other) => other[column]?.length ?? 0))) : cell,
    ),
  );

/** What takes less than a thousandth of busy time is noise, however little else there is. */
const WORTH_A_ROW = 0.001;

/** What dominates. */
export function renderAnalysis(profile: Profile, analysis: Analysis, paint: Paint): string {
  const label = labeller(profile, paint);
  const share = (fraction: number | null): string => (fraction === null ? "" : formatPercent(fraction));
  const worth = analysis.findings.filter((finding) => finding.shareOfBusy >= WORTH_A_ROW);
  const findings = worth.map((finding, index) => [
    `${index + 1}. ${finding.title}`,
    formatMs(finding.costUs / 1000),
    formatPercent(finding.shareOfBusy),
    count(profile, finding.samples),
    label(finding.mainFunction),
  ]);
  return [
    `${paint.strong("Where busy time goes")}\n`,
    textTable(
      ["category", "self ms", "of busy", "samples"],
      analysis.categories.map((row) => [
        row.category,
        formatMs(row.selfUs / 1000),
        share(row.shareOfBusy),
        count(profile, row.samples),
      ]),
    ),
    threadTable(profile, analysis),
    `${paint.strong("What was found, by measured cost")} (a function may count in several)\n`,
    textTable(["finding", "ms", "of busy", "samples", "mostly in"], toTheLeft(findings, [4])),
    `${paint.strong("Hot functions and their likely cause")}\n`,
    textTable(
      ["function", "self ms", "of busy", "samples", "category", "likely cause"],
      toTheLeft(
        analysis.hot
          .filter((row) => row.shareOfBusy >= WORTH_A_ROW)
          .map((row) => [
            label(row.fn),
            formatMs(row.selfUs / 1000),
            formatPercent(row.shareOfBusy),
            count(profile, row.samples),
            row.category,
            row.cause,
          ]),
        [4, 5],
      ),
    ),
  ].join("\n");
}

function threadTable(profile: Profile, analysis: Analysis): string {
  if (analysis.threads.length < 2) return "";
  return textTable(
    ["thread", "busy ms", "busy"],
    analysis.threads.map(({ thread, busyUs, idleUs }) => [
      profile.functions[thread]?.name ?? "other",
      formatMs(busyUs / 1000),
      formatPercent(busyUs / Math.max(1, busyUs + idleUs)),
    ]),
  );
}

const SAVES: Readonly<Record<RoadmapItem["saves"], string>> = {
  all: "saves all of it",
  part: "saves a part of it: the arithmetic stays, but gets cheaper",
  waiting: "saves waiting, not CPU",
};

/** What to try first. */
export function renderRoadmap(items: readonly RoadmapItem[], paint: Paint): string {
  if (items.length === 0) return "Nothing the rules know takes busy time here; look at the three views.\n";
  const blocks = items.map((item, index) => {
    const reach =
      item.reach === null
        ? ", reach unknown"
        : item.reach < 1
          ? `, of which ${formatPercent(item.reach)} in reach`
          : "";
    const ceiling = item.ceiling === null ? SAVES[item.saves] : `at most ${item.ceiling.toFixed(2)}x throughput`;
    return [
      `${index + 1}. ${paint.strong(`${item.id}  ${item.title}`)}`,
      `   potential   ${formatPercent(item.potential)} of busy time (${formatPercent(item.shareOfBusy)} measured${reach}); ${ceiling}`,
      ...item.evidence.map((line) => `   seen        ${line}`),
      `   experiment  ${item.experiment}`,
    ].join("\n");
  });
  return `${paint.strong("Roadmap, by measured share")} (ceilings, not promises: each needs its experiment)\n\n${blocks.join("\n\n")}\n`;
}
