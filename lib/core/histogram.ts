// Latency histograms: HdrHistogram in microseconds, 1 us to 60 s, three significant digits, merged exactly.
// Quantiles of a histogram are within 0.1 % of the samples'; means and sums are kept outside it, exactly.

import * as hdr from "hdr-histogram-js";
import { CliError } from "./exit.ts";
import { samplesNeeded } from "./quantile.ts";

const LOWEST_US = 1;
const HIGHEST_US = 60_000_000;
const SIGNIFICANT_DIGITS = 3;

/**
 * Adds the counts of `from`, looking only where it has some: the library looks at all 18 000 places, and a report of a
 * day has a million histograms of a second, each of which fills a few.
 * @throws Error when `from` has values that `into` cannot hold
 */
function add(into: hdr.JsHistogram, from: hdr.JsHistogram): void {
  const end = from.countsArrayIndex(from.maxValue);
  for (let i = from.totalCount === 0 ? end + 1 : from.countsArrayIndex(from.minNonZeroValue); i <= end; i++) {
    const count = from.getCountAtIndex(i);
    if (count > 0) into.recordValueWithCount(from.valueFromIndex(i), count);
  }
}

/** A mergeable histogram of latencies in milliseconds (resolution 1 microsecond; longer than 60 s counts as 60 s). */
export class LatencyHistogram {
  readonly #h: hdr.JsHistogram = new hdr.Int32Histogram(LOWEST_US, HIGHEST_US, SIGNIFICANT_DIGITS);

  /** Reads what `encode` wrote. @throws CliError when `text` is not a compressed HdrHistogram of such latencies */
  static decode(text: string): LatencyHistogram {
    const decoded = new LatencyHistogram();
    try {
      const read = hdr.decodeFromCompressedBase64(text, 32, false);
      if (!(read instanceof hdr.JsHistogram)) throw new TypeError("not an integer HdrHistogram");
      add(decoded.#h, read);
    } catch (error) {
      throw new CliError("a saved histogram cannot be read", {
        hint: "The file is damaged; record again.",
        cause: error,
      });
    }
    return decoded;
  }

  get count(): number {
    return this.#h.totalCount;
  }

  record(latencyMs: number): void {
    this.#h.recordValue(Math.min(HIGHEST_US, Math.max(LOWEST_US, Math.round(latencyMs * 1000))));
  }

  merge(other: LatencyHistogram): void {
    add(this.#h, other.#h);
  }

  /** A new histogram without the samples of `part`, which must be among its own. */
  without(part: LatencyHistogram): LatencyHistogram {
    const rest = new LatencyHistogram();
    add(rest.#h, this.#h);
    rest.#h.subtract(part.#h);
    return rest;
  }

  reset(): void {
    this.#h.reset();
  }

  /** The latency in ms below which a share `q` of the samples lie (0 ≤ q ≤ 1); undefined without samples. */
  quantileMs(q: number): number | undefined {
    return this.count === 0 ? undefined : this.#h.getValueAtPercentile(q * 100) / 1000;
  }

  /** The same where the samples can carry it; null where they are too few. */
  supportedMs(q: number): number | null {
    return this.count < samplesNeeded(q) ? null : (this.quantileMs(q) ?? null);
  }

  /** How many samples are at or below `limitMs`; those in the limit's own bucket (0.1 % wide) count. */
  countAtMost(limitMs: number): number {
    let n = 0;
    const highestMs = this.#h.highestEquivalentValue(Math.round(limitMs * 1000)) / 1000;
    for (const { count, valueMs } of this.steps()) {
      if (valueMs > highestMs) break;
      n += count;
    }
    return n;
  }

  /** The recorded values in rising order: `valueMs` and how often it occurred. */
  *steps(): Generator<{ valueMs: number; count: number }> {
    const it = this.#h.recordedValuesIterator;
    it.reset();
    while (it.hasNext()) {
      const step = it.next();
      yield { valueMs: step.valueIteratedTo / 1000, count: step.countAddedInThisIterationStep };
    }
  }

  /** Compressed base64, readable by any HdrHistogram V2 implementation. */
  encode(): string {
    return hdr.encodeIntoCompressedBase64(this.#h);
  }
}
