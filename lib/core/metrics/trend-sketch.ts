// The distribution of a Trend in bounded memory: exact up to 1 000 samples, then a histogram whose buckets are 0.1 %
// wide. Count, sum, min and max are always exact. Knows nothing of metric names.

/** Buckets per power of two: 2^10, so a bucket spans at most 1/1024 of its value. */
const MANTISSA_BITS = 10;
export const BUCKETS_PER_OCTAVE = 1 << MANTISSA_BITS;
const BUCKET_MASK = BUCKETS_PER_OCTAVE - 1;
/** Below this many samples every value is kept, and quantiles are k6's to the last bit. */
const EXACT_LIMIT = 1000;

const float = new Float64Array(1);
const bits = new Uint32Array(float.buffer);
/** Which half of a double holds its sign and exponent: 1 on little-endian machines. */
const HIGH = ((): 0 | 1 => {
  float[0] = 1;
  return bits[1] === 0x3ff00000 ? 1 : 0;
})();

/** The top bits of a double: sign, exponent and ten bits of mantissa. Rises with the value among positive numbers. */
const bucketOf = (value: number): number => {
  float[0] = value;
  return (bits[HIGH] ?? 0) >>> (20 - MANTISSA_BITS);
};

/** Keys of octaves are sign and exponent; from here on the sign is set. */
const NEGATIVE = 1 << 11;

interface Octave {
  readonly counts: Float64Array;
  /** Sum of the values in each bucket: its mean is exact when all of them are equal, as sizes and counts often are. */
  readonly sums: Float64Array;
}

/** What another thread sends of its sketch. */
export interface SketchState {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly exact: Float64Array | undefined;
  readonly octaves: ReadonlyMap<number, Octave>;
}

export class TrendSketch {
  count = 0;
  sum = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  #exact: number[] | undefined = [];
  #octaves = new Map<number, Octave>();
  #lastOctave = -1;
  #last: Octave | undefined;

  add(value: number): void {
    this.count++;
    this.sum += value;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    if (this.#exact !== undefined) {
      if (this.#exact.length < EXACT_LIMIT) {
        this.#exact.push(value);
        return;
      }
      this.#spill();
    }
    this.#put(bucketOf(value), value, 1);
  }

  /**
   * k6's percentile: linear interpolation at rank q·(n−1) (Hyndman & Fan type 7), q in 0..1. Within 0.1 % of the
   * samples' once there are more than 1 000; undefined without samples.
   */
  quantile(q: number): number | undefined {
    if (this.count === 0) return undefined;
    const rank = q * (this.count - 1);
    const low = Math.floor(rank);
    const [a, b] = this.#valuesAt(low, Math.min(low + 1, this.count - 1));
    return a + (b - a) * (rank - low);
  }

  merge(other: SketchState): void {
    if (other.count === 0) return;
    this.count += other.count;
    this.sum += other.sum;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
    if (
      this.#exact !== undefined &&
      other.exact !== undefined &&
      this.#exact.length + other.exact.length <= EXACT_LIMIT
    ) {
      this.#exact.push(...other.exact);
      return;
    }
    this.#spill();
    if (other.exact !== undefined) for (const value of other.exact) this.#put(bucketOf(value), value, 1);
    for (const [key, octave] of other.octaves) {
      const own = this.#octave(key);
      for (let i = 0; i < BUCKETS_PER_OCTAVE; i++) {
        own.counts[i] = (own.counts[i] ?? 0) + (octave.counts[i] ?? 0);
        own.sums[i] = (own.sums[i] ?? 0) + (octave.sums[i] ?? 0);
      }
    }
  }

  state(): SketchState {
    const { count, sum, min, max } = this;
    const exact = this.#exact === undefined ? undefined : Float64Array.from(this.#exact);
    return { count, sum, min, max, exact, octaves: this.#octaves };
  }

  #spill(): void {
    for (const value of this.#exact ?? []) this.#put(bucketOf(value), value, 1);
    this.#exact = undefined;
  }

  #put(bucket: number, value: number, times: number): void {
    const octave = this.#octave(bucket >>> MANTISSA_BITS);
    const i = bucket & BUCKET_MASK;
    octave.counts[i] = (octave.counts[i] ?? 0) + times;
    octave.sums[i] = (octave.sums[i] ?? 0) + value;
  }

  #octave(key: number): Octave {
    if (key === this.#lastOctave && this.#last !== undefined) return this.#last;
    let octave = this.#octaves.get(key);
    if (octave === undefined) {
      octave = { counts: new Float64Array(BUCKETS_PER_OCTAVE), sums: new Float64Array(BUCKETS_PER_OCTAVE) };
      this.#octaves.set(key, octave);
    }
    this.#lastOctave = key;
    this.#last = octave;
    return octave;
  }

  /** The values at two ranks, `low` ≤ `high`, counted from 0. */
  #valuesAt(low: number, high: number): readonly [number, number] {
    if (this.#exact !== undefined) {
      this.#exact.sort((a, b) => a - b);
      return [this.#exact[low] ?? this.min, this.#exact[high] ?? this.max];
    }
    let below = 0;
    let a: number | undefined;
    for (const { count, mean } of this.#ascending()) {
      below += count;
      if (a === undefined && below > low) a = mean;
      if (below > high) return [a ?? mean, mean];
    }
    return [a ?? this.max, this.max];
  }

  /** Filled buckets from the smallest value to the largest; negative values come first, from the largest exponent down. */
  *#ascending(): Generator<{ count: number; mean: number }> {
    const order = (key: number): number => (key >= NEGATIVE ? NEGATIVE - 1 - key : key);
    for (const [key, { counts, sums }] of [...this.#octaves].sort(([x], [y]) => order(x) - order(y))) {
      for (let i = 0; i < BUCKETS_PER_OCTAVE; i++) {
        const bucket = key >= NEGATIVE ? BUCKET_MASK - i : i;
        const count = counts[bucket] ?? 0;
        if (count === 0) continue;
        yield { count, mean: Math.min(this.max, Math.max(this.min, (sums[bucket] ?? 0) / count)) };
      }
    }
  }
}
