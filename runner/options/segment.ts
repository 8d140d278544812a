// Which part of a test one process runs: `--execution-segment 1/4:1/2` of `--execution-segment-sequence 0,1/4,1/2,1`.
// Bounds are exact fractions: shares that are to add up to the whole allow no rounding.

/** A process's place among all: parts of the whole in whole weights, and which of them is its own. */
export interface Segment {
  readonly weights: readonly number[];
  readonly index: number;
}

/** In lowest terms, from 0 to 1. */
type Fraction = readonly [numerator: number, denominator: number];

/** Shares are dealt out element by element over one cycle, which is this long at most. */
const LONGEST_CYCLE = 100_000;

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
const lcm = (a: number, b: number): number => (a / gcd(a, b)) * b;
const reduced = (n: number, d: number): Fraction => [n / gcd(n, d), d / gcd(n, d)];
const compare = (a: Fraction, b: Fraction): number => a[0] * b[1] - b[0] * a[1];
const text = ([n, d]: Fraction): string => (d === 1 ? String(n) : `${n}/${d}`);

const decimal = (digits: string, scale: number): Fraction => {
  const places = digits.split(".")[1]?.length ?? 0;
  return reduced(Number(digits.replace(".", "")), 10 ** places * scale);
};

/** "1/4", "25%" or "0.25". @throws Error for anything else, and outside of 0 to 1 */
function readFraction(source: string): Fraction {
  const [, n, d] = /^(\d{1,9})\/([1-9]\d{0,8})$/.exec(source) ?? [];
  const [, digits, percent] = /^(\d{1,9}|\d{0,4}\.\d{1,8})(%?)$/.exec(source) ?? [];
  if (digits === undefined && (n === undefined || d === undefined)) {
    throw new Error(`'${source}' is not a valid percentage, decimal, fraction or interval value`);
  }
  const read = digits === undefined ? reduced(Number(n), Number(d)) : decimal(digits, percent === "%" ? 100 : 1);
  if (compare(read, [1, 1]) > 0) throw new Error(`segment end value can't be more than 1 but was ${source}`);
  return read;
}

/** A single value is an end: the segment starts at 0. */
function readSegment(source: string): readonly [Fraction, Fraction] {
  const [first = "", second, ...more] = source.trim().split(":");
  if (more.length > 0) throw new Error(`'${source}' is not a segment: give one such as 1/4:1/2`);
  const [from, to]: readonly [Fraction, Fraction] =
    second === undefined ? [[0, 1], readFraction(first)] : [readFraction(first), readFraction(second)];
  if (compare(from, to) >= 0) throw new Error(`segment '${source}': its end must be greater than its start`);
  return [from, to];
}

function readSequence(source: string): readonly Fraction[] {
  const bounds = source.split(",").map((bound) => readFraction(bound.trim()));
  bounds.slice(1).forEach((bound, i) => {
    if (compare(bounds[i] ?? [0, 1], bound) >= 0) {
      throw new Error(`the execution segment sequence ${source} must rise from one value to the next`);
    }
  });
  return bounds;
}

const ZERO: Fraction = [0, 1];
const ONE: Fraction = [1, 1];

/** What a sequence leaves out at either end is a segment, too. */
const filled = (bounds: readonly Fraction[]): readonly Fraction[] => [
  ...(bounds[0] !== undefined && compare(bounds[0], ZERO) > 0 ? [ZERO] : []),
  ...bounds,
  ...(compare(bounds.at(-1) ?? ZERO, ONE) < 0 ? [ONE] : []),
];

/**
 * Reads both options as k6 does: without a segment the whole test, without a sequence what the segment leaves over on
 * either side. Undefined stands for the whole.
 * @throws Error with a line for the user
 */
export function readSegments(segment: string, sequence: string): Segment | undefined {
  if (segment === "" && sequence === "") return undefined;
  const [from, to] = segment === "" ? ([ZERO, ONE] as const) : readSegment(segment);
  const bounds = filled(sequence === "" ? [from, to] : readSequence(sequence));
  const index = bounds.findIndex((bound) => compare(bound, from) === 0);
  if (index < 0 || compare(bounds[index + 1] ?? ZERO, to) !== 0) {
    throw new Error(`provided segment ${text(from)}:${text(to)} can't be found in sequence ${sequence}`);
  }
  if (bounds.length === 2) return undefined;
  const cycle = bounds.map(([, d]) => d).reduce(lcm);
  if (!(cycle <= LONGEST_CYCLE)) throw new Error(`execution segments need a common denominator up to ${LONGEST_CYCLE}`);
  const at = bounds.map(([n, d]) => n * (cycle / d));
  return { weights: inLowestTerms(at.slice(1).map((end, i) => end - (at[i] ?? 0))), index };
}

/** Weights in the same proportion, as small as whole numbers can be. */
export function inLowestTerms(weights: readonly number[]): readonly number[] {
  const common = weights.reduce(gcd, 0) || 1;
  return weights.map((weight) => weight / common);
}
