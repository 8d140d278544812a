// Scales and round tick values for the drawings that need no script.

export type Scale = (value: number) => number;

/** Maps `from` to `to` linearly; a domain without width maps to the middle. */
export const linear =
  ([a, b]: readonly [number, number], [c, d]: readonly [number, number]): Scale =>
  (value) =>
    a === b ? (c + d) / 2 : c + ((value - a) / (b - a)) * (d - c);

/** Maps by the logarithm; both ends of the domain must be above zero. */
export const logarithmic = ([a, b]: readonly [number, number], range: readonly [number, number]): Scale => {
  const inner = linear([Math.log(a), Math.log(b)], range);
  return (value) => inner(Math.log(value));
};

/** About `count` round values (1, 2 or 5 times a power of ten apart) within the domain. */
export function ticks([low, high]: readonly [number, number], count: number): number[] {
  if (!(high > low)) return [low];
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5, 10].find((m) => m * power >= raw) ?? 10);
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** 1, 2 and 5 times each power of ten within the domain. */
export function logTicks([low, high]: readonly [number, number]): number[] {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
    .flatMap((power) => [1, 2, 5].map((m) => m * 10 ** power))
    .filter((tick) => tick >= low && tick <= high);
}

/** A coordinate with one decimal, for SVG. */
export const px = (value: number): string => value.toFixed(1);
