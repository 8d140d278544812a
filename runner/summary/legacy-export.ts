// The file of `--summary-export`: k6's older shape, with flat values, groups and checks as maps, and thresholds whose
// `true` means "crossed".

import type { SummaryData, SummaryGroup, SummaryMetric } from "./summary-data.ts";

const byName = <T extends { readonly name: string }>(items: readonly T[]): Record<string, T> =>
  Object.fromEntries(items.map((item) => [item.name, item]));

const exportGroup = (group: SummaryGroup): Record<string, unknown> => ({
  ...group,
  groups: Object.fromEntries(group.groups.map((child) => [child.name, exportGroup(child)])),
  checks: byName(group.checks),
});

const exportMetric = ({ type, values, thresholds }: SummaryMetric): Record<string, unknown> => {
  const { rate, ...rest } = values;
  const flat = type === "rate" ? { ...rest, value: rate } : values;
  if (thresholds === undefined) return flat;
  const crossed = Object.fromEntries(Object.entries(thresholds).map(([source, { ok }]) => [source, !ok]));
  return { ...flat, thresholds: crossed };
};

export const legacyExport = (data: SummaryData): string =>
  `${JSON.stringify(
    {
      root_group: exportGroup(data.root_group),
      metrics: Object.fromEntries(Object.entries(data.metrics).map(([key, m]) => [key, exportMetric(m)])),
      ...(data.setup_data !== undefined && { setup_data: data.setup_data }),
    },
    null,
    4,
  )}\n`;
