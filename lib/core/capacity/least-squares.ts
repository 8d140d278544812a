// A straight line (or plane) through points by least squares, with the standard error of each coefficient. Small and
// exact enough for the two or three coefficients of the fits here.

import { studentQuantile } from "../stat/student-t.ts";

export interface Coefficient {
  readonly value: number;
  /** Two-sided 95 % interval (Student's t on n − p degrees of freedom); infinite without degrees of freedom. */
  readonly low: number;
  readonly high: number;
}

/** Solves A·x = b by Gauss-Jordan elimination with pivoting; undefined when A is singular. Returns x and A⁻¹. */
const solve = (a: readonly (readonly number[])[], b: readonly number[]) => {
  const n = b.length;
  const rows = a.map((row, i) => [...row, b[i] ?? 0, ...Array.from({ length: n }, (_, j) => (i === j ? 1 : 0))]);
  const scale = Math.max(...a.flat().map(Math.abs));
  for (let col = 0; col < n; col++) {
    const pivot = rows.slice(col).reduce((best, row, i) => {
      const at = col + i;
      return Math.abs(row[col] ?? 0) > Math.abs(rows[best]?.[col] ?? 0) ? at : best;
    }, col);
    const [upper, lower] = [rows[col], rows[pivot]];
    if (!upper || !lower || Math.abs(lower[col] ?? 0) <= 1e-13 * scale) return undefined;
    [rows[col], rows[pivot]] = [lower, upper];
    const by = lower[col] ?? 1;
    const scaled = lower.map((x) => x / by);
    rows[col] = scaled;
    for (const [i, row] of rows.entries()) {
      const factor = row[col] ?? 0;
      if (i !== col) rows[i] = row.map((x, j) => x - factor * (scaled[j] ?? 0));
    }
  }
  return { x: rows.map((row) => row[n] ?? 0), inverse: rows.map((row) => row.slice(n + 1)) };
};

/**
 * Coefficients c of y ≈ Σ cⱼ·xⱼ that minimise the sum of squares (normal equations), in the order of the columns.
 * Undefined when there are fewer points than coefficients or the columns depend on each other.
 */
export function leastSquares(x: readonly (readonly number[])[], y: readonly number[]): Coefficient[] | undefined {
  const p = x[0]?.length ?? 0;
  const n = y.length;
  if (n < p || p === 0) return undefined;
  const columns = Array.from({ length: p }, (_, j) => x.map((row) => row[j] ?? 0));
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, v, i) => sum + v * (b[i] ?? 0), 0);
  const solved = solve(
    columns.map((a) => columns.map((b) => dot(a, b))),
    columns.map((a) => dot(a, y)),
  );
  if (!solved) return undefined;
  const residuals = y.map((v, i) => v - dot(x[i] ?? [], solved.x));
  const variance = n > p ? dot(residuals, residuals) / (n - p) : Number.POSITIVE_INFINITY;
  const t = n > p ? studentQuantile(0.975, n - p) : Number.POSITIVE_INFINITY;
  return solved.x.map((value, j) => {
    const half =
      n > p ? t * Math.sqrt(Math.max(0, variance * (solved.inverse[j]?.[j] ?? 0))) : Number.POSITIVE_INFINITY;
    return { value, low: value - half, high: value + half };
  });
}
