// Samples as k6's `--out json` writes them: a line that describes a metric before its first sample, then a line a sample.

import type { Tags } from "../../lib/core/metric-sample.ts";
import type { Metric } from "../metrics/metric-store.ts";

const MS = 1e-3;

/** An instant in ms since 1970 as Go prints it: UTC, with as many digits of a second as there are. */
export function rfc3339(timeMs: number): string {
  const seconds = Math.floor(timeMs * MS);
  const nanos = Math.round((timeMs - seconds * 1000) * 1e6);
  const whole = new Date(seconds * 1000).toISOString().slice(0, "2000-01-01T00:00:00".length);
  const fraction = String(nanos).padStart(9, "0").replace(/0+$/, "");
  return `${whole}${fraction === "" ? "" : `.${fraction}`}Z`;
}

const sorted = (tags: Tags): Tags => Object.fromEntries(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)));

/** @param thresholds as the script wrote them */
const described = (metric: Metric, thresholds: readonly unknown[]): string => {
  const { name, type, contains, submetrics } = metric;
  const parts = submetrics.map(({ key, tags }) => ({
    name: key,
    suffix: key.slice(key.indexOf("{") + 1, -1),
    tags: Object.fromEntries(tags),
  }));
  const data = { name, type, contains, thresholds, submetrics: parts.length === 0 ? null : parts };
  return `${JSON.stringify({ type: "Metric", data, metric: name })}\n`;
};

export interface Described {
  readonly metric: Metric;
  readonly thresholds: readonly unknown[];
}

/** Gives the text of each sample. @param describe what is known of a metric, asked once for each */
export function jsonLines(describe: (name: string) => Described | undefined) {
  const seen = new Set<string>();
  const tagTexts = new WeakMap<Tags, string>();
  const tagText = (tags: Tags): string => {
    const known = tagTexts.get(tags) ?? JSON.stringify(sorted(tags));
    tagTexts.set(tags, known);
    return known;
  };
  return (name: string, timeMs: number, value: number, tags: Tags): string => {
    const known = seen.has(name) ? undefined : describe(name);
    seen.add(name);
    const before = known === undefined ? "" : described(known.metric, known.thresholds);
    const data = `{"time":"${rfc3339(timeMs)}","value":${JSON.stringify(value)},"tags":${tagText(tags)}}`;
    return `${before}{"metric":${JSON.stringify(name)},"type":"Point","data":${data}}\n`;
  };
}
