import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitBatchCost } from "./batch-cost.ts";
import { leastSquares } from "./least-squares.ts";
import { costPerMillion, replicasFor } from "./operating-point.ts";
import { fitScalability, type Scalability } from "./scalability.ts";

const law = (sigma: number, kappa: number) => (n: number) => ({
  concurrency: n,
  ratePerSec: (20 * n) / (1 + sigma * (n - 1) + kappa * n * (n - 1)),
});
const loads = [1, 2, 4, 8, 16, 24, 32];

/** Throughput the law gives at a concurrency (Gunther 1993). */
const scaledRate = ({ lambda, sigma, kappa }: Scalability, n: number): number =>
  (lambda * n) / (1 + sigma.value * (n - 1) + kappa.value * n * (n - 1));

describe("leastSquares", () => {
  test("has Anscombe's line and its textbook standard errors", () => {
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    const [a, b] =
      leastSquares(
        x.map((v) => [1, v]),
        y,
      ) ?? [];
    expect(a?.value).toBeCloseTo(3.0001, 4);
    expect(b?.value).toBeCloseTo(0.5001, 4);
    // Standard errors 1.1247 and 0.1179 with t(0.975, 9) = 2.2622.
    expect((a?.high ?? 0) - (a?.value ?? 0)).toBeCloseTo(2.2622 * 1.1247, 2);
    expect((b?.high ?? 0) - (b?.value ?? 0)).toBeCloseTo(2.2622 * 0.1179, 3);
  });
  test("has no answer for columns that depend on each other or for too few points", () => {
    expect(
      leastSquares(
        [
          [1, 2],
          [2, 4],
          [3, 6],
        ],
        [1, 2, 3],
      ),
    ).toBeUndefined();
    expect(leastSquares([[1, 2]], [1])).toBeUndefined();
  });
});

describe("fitScalability", () => {
  test("finds the coefficients of any curve of the law", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, fc.double({ min: 0, max: 0.05, noNaN: true }), (sigma, kappa) => {
        const fit = fitScalability(loads.map(law(sigma, kappa)));
        expect(fit?.lambda).toBeCloseTo(20, 4);
        expect(fit?.sigma.value).toBeCloseTo(sigma, 4);
        expect(fit?.kappa.value).toBeCloseTo(kappa, 5);
      }),
    );
  });
  test("sees one-at-a-time service as contention 1, with an interval around it", () => {
    const noisy = loads.map((n, i) => ({ concurrency: n, ratePerSec: 20 * (1 + 0.02 * (i % 2 === 0 ? 1 : -1)) }));
    const fit = fitScalability(noisy);
    expect(fit?.sigma.low).toBeLessThan(1);
    expect(fit?.sigma.high).toBeGreaterThan(1);
    expect((fit?.sigma.high ?? 9) - (fit?.sigma.low ?? 0)).toBeLessThan(0.5);
    expect(fit && scaledRate(fit, 16)).toBeCloseTo(20, 0);
  });
  test("needs four different concurrencies", () => {
    expect(fitScalability([1, 2, 2, 4].map(law(0.1, 0)))).toBeUndefined();
  });
});

describe("fitBatchCost", () => {
  const cost = (a: number, b: number) => [1, 5, 25, 50].map((texts) => ({ texts, latencyMs: a + b * texts }));
  test("tells a fixed cost from a cost by text", () => {
    const fit = fitBatchCost(cost(10, 2));
    expect(fit?.fixedMs.value).toBeCloseTo(10, 6);
    expect(fit?.perTextMs.value).toBeCloseTo(2, 6);
    expect(fit?.gain.value).toBeCloseTo(12 / 2.2, 6);
  });
  test("bounds the gain by what the costs' own intervals allow", () => {
    const noisy = cost(10, 2).map((p, i) => ({ ...p, latencyMs: p.latencyMs * (i % 2 === 0 ? 1.2 : 0.8) }));
    const { low = 0, value = 0, high = 0 } = fitBatchCost(noisy)?.gain ?? {};
    expect(low).toBeLessThan(value);
    expect(value).toBeLessThan(high);
    expect([low >= 1, high <= 50]).toEqual([true, true]);
    // Three points and two coefficients, far from a line: anything may be.
    const wild = [1, 5, 25].map((texts, i) => ({ texts, latencyMs: [10, 90, 20][i] ?? 0 }));
    expect(fitBatchCost(wild)?.gain.low).toBeLessThanOrEqual(1);
  });
  test("says that batching gives nothing when nothing is fixed", () => {
    expect(fitBatchCost(cost(0, 3))?.gain.value).toBeCloseTo(1, 6);
  });
  test("needs three sizes", () => {
    expect(fitBatchCost(cost(1, 1).slice(0, 2))).toBeUndefined();
  });
});

describe("replicas and cost", () => {
  test("leave headroom and one replica to lose", () => {
    expect(replicasFor(100, 50)).toEqual({ serving: 3, withSpare: 4 });
    expect(replicasFor(35, 50)).toEqual({ serving: 1, withSpare: 2 });
  });
  test("price a million predictions", () => {
    expect(costPerMillion(0.36, 100)).toBeCloseTo(1, 9);
  });
});
