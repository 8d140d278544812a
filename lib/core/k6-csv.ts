// Reads k6's CSV output (`--out csv`, K6_CSV_TIME_FORMAT=unix_micro) as a stream of metric samples. Equal tags give
// the same object, so that readers may cache by identity; rows of metrics nobody wants cost no parsing. What k6 calls
// metadata is left out but for the number of the user, `vu`, where the run has that system tag.

import type { SampleSink, Tags } from "./metric-sample.ts";

/** The fields of one CSV row (RFC 4180 quotes). */
function csvFields(line: string): string[] {
  const fields: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line[at] !== '"') {
      const end = line.indexOf(",", at);
      fields.push(line.slice(at, end === -1 ? line.length : end));
      if (end === -1) break;
      at = end + 1;
      continue;
    }
    let end = at + 1;
    while (end < line.length && (line[end] !== '"' || line[end + 1] === '"')) end += line[end] === '"' ? 2 : 1;
    fields.push(line.slice(at + 1, end).replaceAll('""', '"'));
    if (line[end + 1] !== ",") break;
    at = end + 2;
  }
  return fields;
}

/** k6 writes tags of its own as `a=1&b=2`, unescaped: a tag with & or = in it cannot be told apart. */
const extraTags = (text: string): [string, string][] =>
  text === ""
    ? []
    : text.split("&").map((pair): [string, string] => {
        const equals = pair.indexOf("=");
        return equals === -1 ? [pair, ""] : [pair.slice(0, equals), pair.slice(equals + 1)];
      });

const TAGS_FROM = 3;

/** Different sets of tags remembered: a script that tags every request anew must not fill the memory. */
const MOST_INTERNED = 20_000;

/** The last column: what differs from sample to sample, such as `iter=3&vu=7`. */
const METADATA = "metadata";
const VU = /(?:^|&)vu=(\d+)/;

export class K6CsvReader {
  readonly #sink: SampleSink;
  readonly #wanted: (metric: string) => boolean;
  readonly #onOther: (line: string) => void;
  readonly #interned = new Map<string, Tags>();
  #columns: readonly string[] | undefined;
  #hasMetadata = false;
  #rest = "";
  /** Lines that were no samples: the first is kept, to be shown. */
  skipped = 0;
  firstSkipped: string | undefined;

  /**
   * @param wanted whether anybody reads a metric: the rows of others cost no parsing
   * @param onOther takes the lines that are no samples: what the script itself prints
   */
  constructor(
    sink: SampleSink,
    wanted: (metric: string) => boolean,
    onOther: (line: string) => void = () => undefined,
  ) {
    this.#sink = sink;
    this.#wanted = wanted;
    this.#onOther = onOther;
  }

  /** Takes the next piece of the stream, cut anywhere. */
  push(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#line(line);
  }

  /** The stream's end: a last line without newline counts. */
  end(): void {
    if (this.#rest !== "") this.#line(this.#rest);
    this.#rest = "";
  }

  #line(line: string): void {
    if (line === "") return;
    if (this.#columns === undefined && line.startsWith("metric_name,timestamp,metric_value,")) {
      this.#columns = line.split(",");
      this.#hasMetadata = this.#columns.at(-1) === METADATA;
      return;
    }
    const nameEnd = line.indexOf(",");
    const timeEnd = line.indexOf(",", nameEnd + 1);
    const valueEnd = line.indexOf(",", timeEnd + 1);
    const timeMs = Number(line.slice(nameEnd + 1, timeEnd)) / 1000;
    const value = Number(line.slice(timeEnd + 1, valueEnd));
    if (this.#columns === undefined || nameEnd < 1 || valueEnd < 0 || Number.isNaN(timeMs) || Number.isNaN(value)) {
      this.skipped += 1;
      this.firstSkipped ??= line;
      this.#onOther(line);
      return;
    }
    const name = line.slice(0, nameEnd);
    if (this.#wanted(name)) this.#sink(name, timeMs, value, this.#tags(line.slice(valueEnd + 1), this.#columns));
  }

  #tags(text: string, columns: readonly string[]): Tags {
    const [own, metadata] = this.#split(text);
    const vu = VU.exec(metadata)?.[1];
    const key = vu === undefined ? own : `${own}\n${vu}`;
    const known = this.#interned.get(key);
    if (known !== undefined) return known;
    if (this.#interned.size >= MOST_INTERNED) this.#interned.clear();
    const tags: Record<string, string> = vu === undefined ? {} : { vu };
    const fields = csvFields(own);
    columns.slice(TAGS_FROM).forEach((column, i) => {
      const field = fields[i] ?? "";
      if (column === "extra_tags") Object.assign(tags, Object.fromEntries(extraTags(field)));
      else if (field !== "" && column !== METADATA) tags[column] = field;
    });
    this.#interned.set(key, tags);
    return tags;
  }

  /** The columns that make a set of tags, and the metadata after them. */
  #split(text: string): readonly [string, string] {
    if (!this.#hasMetadata) return [text, ""];
    // A script may put anything into it; then it is quoted.
    if (text.endsWith('"')) return [text, csvFields(text).at(-1) ?? ""];
    const comma = text.lastIndexOf(",");
    return [text.slice(0, comma), text.slice(comma + 1)];
  }
}
