// A trend's distribution as text: `= 12.5 13` are its values, while there are few; `~ min max bucket:count:sum …` its
// filled buckets (the top 22 bits of a double each) later on. Reads back to the same distribution.

import { BUCKETS_PER_OCTAVE, type SketchState, TrendSketch } from "./trend-sketch.ts";

const filled = ({ octaves }: SketchState): readonly string[] =>
  [...octaves].flatMap(([key, { counts, sums }]) =>
    [...counts].flatMap((n, i) => (n === 0 ? [] : [`${key * BUCKETS_PER_OCTAVE + i}:${n}:${sums[i] ?? 0}`])),
  );

export function writeSketch(sketch: TrendSketch): string {
  const state = sketch.state();
  if (state.exact !== undefined) return ["=", ...state.exact].join(" ");
  return ["~", state.min, state.max, ...filled(state)].join(" ");
}

/** @throws TypeError when `writeSketch` wrote no such text */
export function readSketch(text: string): TrendSketch {
  const [kind, ...parts] = text.split(" ");
  const sketch = new TrendSketch();
  if (kind === "=") for (const part of parts) sketch.add(finite(part));
  else if (kind === "~") sketch.merge(bucketState(parts));
  else throw new TypeError("not the distribution of a trend");
  return sketch;
}

const finite = (part: string | undefined): number => {
  const value = part === undefined || part === "" ? Number.NaN : Number(part);
  if (!Number.isFinite(value)) throw new TypeError(`the distribution of a trend has ${part} in it`);
  return value;
};

function bucketState([min, max, ...buckets]: readonly string[]): SketchState {
  const octaves = new Map<number, { counts: Float64Array; sums: Float64Array }>();
  const state = { count: 0, sum: 0, min: finite(min), max: finite(max), exact: undefined, octaves };
  for (const text of buckets) {
    const [bucket, n, sum] = text.split(":");
    const at = finite(bucket);
    const key = Math.floor(at / BUCKETS_PER_OCTAVE);
    const octave = octaves.get(key) ?? {
      counts: new Float64Array(BUCKETS_PER_OCTAVE),
      sums: new Float64Array(BUCKETS_PER_OCTAVE),
    };
    octaves.set(key, octave);
    octave.counts[at % BUCKETS_PER_OCTAVE] = finite(n);
    octave.sums[at % BUCKETS_PER_OCTAVE] = finite(sum);
    state.count += finite(n);
    state.sum += finite(sum);
  }
  return state;
}
