// The report of a CPU profile: its first two views as tables, and what a Python service is slow by.

import { formatCount, formatDuration, formatMs, formatPercent } from "../../lib/core/format.ts";
import { commonDirectory, functionLabel } from "../../lib/core/profile/function-name.ts";
import type { FunctionTimes } from "../../lib/core/profile/function-times.ts";
import { findingOf } from "./finding.ts";
import type { ProfileModel, Table } from "./model.ts";
import type { ProfileReport, ReportOptions } from "./profile-report.ts";
import { redactReport } from "./redact-model.ts";

/** `asked` says which parts a terminal shows. */
export function profileModel(report: ProfileReport, asked: ReportOptions): ProfileModel {
  const { profile, views, causes, doubts } = report;
  const { load, durationUs, sampleCount } = profile;
  const over = durationUs === null ? "" : ` over ${formatDuration(durationUs / 1000)}`;
  const requests =
    load.requests === null || load.requests === undefined ? [] : [`${formatCount(load.requests)} requests`];
  return {
    ...redactReport({
      title: `CPU profile${load.scenario === null ? "" : ` of ${load.scenario}`}`,
      headline: { state: "unknown", text: `${formatMs(views.busyUs / 1000)} ms of CPU${over}` },
      at: "",
      setting: [
        [profile.source, ...(sampleCount === null ? [] : [`${formatCount(sampleCount)} samples`]), ...requests].join(
          " · ",
        ),
      ],
      ladder: [],
      tables: [
        timesTable("Self time: in a function alone", report, views.bySelf),
        timesTable("Cumulative time: in a function and all it calls", report, views.byCumulative),
      ],
      remarks: [
        { title: "Doubts", lines: doubts },
        { title: "Notes", lines: profile.notes },
      ].filter(({ lines }) => lines.length > 0),
      findings: causes.map(findingOf),
      facts: [],
    }),
    kind: "profile",
    profile: report,
    asked,
  };
}

function timesTable(title: string, { profile, views }: ProfileReport, rows: readonly FunctionTimes[]): Table {
  const base = commonDirectory(profile.functions);
  const share = (us: number): string => formatPercent(views.busyUs === 0 ? null : us / views.busyUs);
  return {
    title,
    columns: ["Function", "Self ms", "Self", "Cumulative ms", "Cumulative"].map((name) => ({ name })),
    rows: rows.map(({ fn, selfUs, cumulativeUs }) => {
      const known = profile.functions[fn];
      return [
        known === undefined ? "?" : functionLabel(known, base),
        formatMs(selfUs / 1000),
        share(selfUs),
        formatMs(cumulativeUs / 1000),
        share(cumulativeUs),
      ];
    }),
    notes: [],
  };
}
