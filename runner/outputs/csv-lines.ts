// Samples as k6's `--out csv` writes them: a column for each system tag, all other tags in one.

import type { Tags } from "../../lib/core/metric-sample.ts";
import { rareSystemTags } from "../options/system-tags.ts";
import { rfc3339 } from "./json-lines.ts";

/** Forms of the second column, by the names that `K6_CSV_TIME_FORMAT` takes. */
const times = {
  unix: (ms: number) => String(Math.floor(ms / 1000)),
  unix_milli: (ms: number) => String(Math.floor(ms)),
  unix_micro: (ms: number) => String(Math.floor(ms * 1000)),
  unix_nano: (ms: number) => `${Math.floor(ms / 1000)}${String(Math.floor((ms % 1000) * 1e6)).padStart(9, "0")}`,
  rfc3339: (ms: number) => rfc3339(Math.floor(ms / 1000) * 1000),
  rfc3339_nano: rfc3339,
};

export type CsvTime = keyof typeof times;
export const isCsvTime = (name: string): name is CsvTime => Object.hasOwn(times, name);
export const csvTimes: readonly string[] = Object.keys(times);

/** As Go's writer quotes: for a comma, a quote, a line end, or a space in front. */
const cell = (text: string): string => (/[",\r\n]|^[ \t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The header, and the text of each sample. The last column, metadata, is empty: the runner has none. */
export function csvLines(systemTags: ReadonlySet<string>, time: CsvTime) {
  const columns = [...systemTags].filter((tag) => !rareSystemTags.includes(tag)).sort();
  const isColumn = new Set(columns);
  const tagTexts = new WeakMap<Tags, string>();
  const tagText = (tags: Tags): string => {
    const known = tagTexts.get(tags);
    if (known !== undefined) return known;
    const others = Object.entries(tags).filter(([name]) => !isColumn.has(name));
    const extra = others.map(([name, value]) => `${name}=${value}`).join("&");
    const made = [...columns.map((name) => tags[name] ?? ""), extra].map(cell).join(",");
    tagTexts.set(tags, made);
    return made;
  };
  return {
    header: `metric_name,timestamp,metric_value,${columns.map((name) => `${name},`).join("")}extra_tags,metadata\n`,
    line: (name: string, timeMs: number, value: number, tags: Tags): string =>
      `${name},${times[time](timeMs)},${value.toFixed(6)},${tagText(tags)},\n`,
  };
}
