// The regularised incomplete beta function, from which the binomial's and Student's tails and quantiles follow.

/**
 * Natural logarithm of the gamma function for x > 0, relative error below 1e-13.
 *
 * Stirling's series (NIST DLMF 5.11.1) after shifting x above 10 by the recurrence.
 */
export const lnGamma = (x: number): number => {
  let shift = 0;
  let z = x;
  while (z < 10) {
    shift += Math.log(z);
    z++;
  }
  const i = 1 / (z * z);
  const series = (1 / 12 - i * (1 / 360 - i * (1 / 1260 - i * (1 / 1680 - i * (1 / 1188 - (i * 691) / 360360))))) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
};

const TINY = 1e-300;
const PRECISION = 1e-15;

/** Lentz's evaluation of the continued fraction NIST DLMF 8.17.22; converges fast for x < (a+1)/(a+b+2). */
const continuedFraction = (x: number, a: number, b: number): number => {
  const away = (v: number): number => (Math.abs(v) < TINY ? TINY : v);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let f = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    f *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    f *= c * d;
    if (Math.abs(c * d - 1) < PRECISION) return f;
  }
  throw new RangeError(`incomplete beta: no convergence at x=${x} a=${a} b=${b}`);
};

/** I_x(a, b) for 0 ≤ x ≤ 1 and a, b > 0 (NIST DLMF 8.17.2). Absolute error below 1e-12 for a, b up to a million. */
export const incompleteBeta = (x: number, a: number, b: number): number => {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  return front * continuedFraction(x, a, b);
};

/** The x with I_x(a, b) = p, by bisection to the last bit; 0 ≤ p ≤ 1. */
export const betaQuantile = (p: number, a: number, b: number): number => {
  let low = 0;
  let high = 1;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (incompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
};
