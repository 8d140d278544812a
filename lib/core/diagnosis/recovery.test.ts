import { describe, expect, test } from "vitest";
import { around, measuredRun } from "../../../test/support/measured-run.ts";
import type { MeasuredRun } from "../validity/rule.ts";
import { drifts } from "./drifts.ts";
import { recovery } from "./recovery.ts";

const stages = ["before", "spike", "after"].map((name, i) => ({
  name,
  users: i === 1 ? 50 : 10,
  ratePerSec: null,
  fromMs: i * 30_000,
  toMs: (i + 1) * 30_000,
}));
const stage = (t: number): string => stages[Math.floor(t / 30)]?.name ?? "after";
const load = { model: "closed", users: 10, ratePerSec: null, thinkMs: 400, mix: { predict: 1 }, stages } as const;

/** Latency by second: 80 ms, but 900 ms from the spike until `until`. */
const spiked = (until: number, before = 80): MeasuredRun =>
  measuredRun(
    [{ name: "predict", latencies: (t) => around(t >= 30 && t < until ? 900 : t < 30 ? before : 80)(t), stage }],
    90,
    { load },
  );

describe("recovery", () => {
  test("is the time from the end of the overload until p95 stays within the limit", () => {
    expect(recovery(spiked(67), () => 200)).toEqual([
      { endpoint: "predict", recovery: { kind: "recovered", afterMs: 7000 } },
    ]);
  });
  test("is at once when the overload left nothing behind", () => {
    expect(recovery(spiked(60), () => 200)?.[0]?.recovery).toEqual({ kind: "recovered", afterMs: 0 });
  });
  test("is not there when the run ended before it", () => {
    expect(recovery(spiked(89), () => 200)?.[0]?.recovery).toEqual({ kind: "not-recovered", watchedMs: 30_000 });
  });
  test("has nothing to come back to when the limit was missed before", () => {
    expect(recovery(spiked(67, 300), () => 200)?.[0]?.recovery).toEqual({ kind: "never-within" });
  });
  test("is not asked of a run without an overload", () => {
    expect(recovery(measuredRun([{ name: "predict", latencies: around(80) }]), () => 200)).toBeUndefined();
  });
});

describe("drifts", () => {
  const soak = (growth: number, leak: number): MeasuredRun =>
    measuredRun([{ name: "predict", latencies: (t) => around(80 * (1 + growth * t))(t) }], 600, {
      service: {
        restarts: 0,
        samples: Array.from({ length: 600 }, (_, t) => ({
          t,
          rssBytes: 1e8 + leak * t + ((t * 7919) % 1000) * 100,
          cpuFraction: null,
          lagMsP99: null,
          queueDepth: null,
        })),
      },
    });
  const certain = (run: MeasuredRun) => drifts(run).flatMap((d) => (d.certain ? [d.what] : []));

  test("are none under a steady service", () => {
    expect(certain(soak(0, 0))).toEqual([]);
    expect(drifts(soak(0, 0)).map((d) => d.what)).toEqual(["median of predict", "requests a second", "memory"]);
  });
  test("name what grows, per hour", () => {
    expect(certain(soak(0.0002, 0))).toEqual(["median of predict"]);
    const memory = drifts(soak(0, 2000)).find((d) => d.what === "memory");
    expect(memory?.certain).toBe(true);
    expect(memory?.perHour).toBeGreaterThan(0.06);
    expect(memory?.perHour).toBeLessThan(0.09);
  });
});
