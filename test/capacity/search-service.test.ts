import { describe, expect, test } from "vitest";
import { searchService } from "../../cli/capacity/search-service.ts";
import { findings } from "../../lib/core/capacity/findings.ts";
import type { Probe, ProbeResult } from "../../lib/core/capacity/probe.ts";
import { blockLengthMs, type SearchPlan, searchPlan } from "../../lib/core/capacity/search-plan.ts";
import { capacityReport } from "../../report/terminal/capacity-report.ts";
import { paintFor } from "../../report/terminal/colour.ts";
import { SimulatedService } from "../support/simulated-service.ts";

const plain = paintFor({ write: () => {}, columns: undefined, colour: false });
const semaphore = { workers: 4, serviceMs: 49, cv: 0, thinkMs: 0 };

/** Probes a semaphore in virtual time. */
const probeOf = (plan: SearchPlan, over: (probe: Probe) => Partial<ProbeResult> = () => ({})) => {
  const service = new SimulatedService(semaphore, 1);
  return async (probe: Probe): Promise<ProbeResult> => {
    const blocks = service.run(probe.load, probe.durationMs, blockLengthMs(plan, probe.durationMs), plan.limitMs);
    const total = blocks.reduce((sum, b) => sum + b.total, 0);
    const ratePerSec = (total * 1000) / probe.durationMs;
    const latencyMs = (probe.load / ratePerSec) * 1000;
    return {
      elapsedMs: probe.durationMs + 1000,
      blocks,
      wrong: 0,
      ratePerSec,
      predictionsPerSec: ratePerSec,
      meanMs: latencyMs,
      p95Ms: latencyMs,
      p99Ms: latencyMs,
      worstEndpoint: latencyMs > plan.limitMs ? "predict" : null,
      voidBecause: [],
      ...over(probe),
    };
  };
};

const hooks = (signal = new AbortController().signal) => {
  const seen: string[] = [];
  return {
    seen,
    signal,
    onProbe: ({ kind, load }: Probe) => void seen.push(`${kind} ${load}`),
    onEntry: (entry: { verdict: string }) => void seen.push(entry.verdict),
  };
};

describe("searchService", () => {
  const plan = searchPlan("quick", "users", { start: 30, step: 5 });

  test("tells of each probe before it starts and of its verdict when it is over", async () => {
    const watching = hooks();
    const report = await searchService(plan, probeOf(plan), watching);
    expect(watching.seen.slice(0, 5)).toEqual(["warm-up 30", "climb 30", "pass", "climb 35", "pass"]);
    expect(report.outcome).toMatchObject({ kind: "confirmed", entry: { probe: { load: 40 } } });
  });
  test("ends with what it knows when it is interrupted", async () => {
    const interrupt = new AbortController();
    const watching = hooks(interrupt.signal);
    const probe = probeOf(plan, ({ kind }) => {
      if (kind === "confirm") interrupt.abort();
      return {};
    });
    const report = await searchService(plan, probe, watching);
    expect(report.outcome).toEqual({ kind: "unconfirmed", load: 40, why: "budget" });
    expect(report.entries.at(-1)?.verdict).toBe("void");
  });
});

describe("the report of a search", () => {
  const text = async (over: Partial<SearchPlan>, result: (probe: Probe) => Partial<ProbeResult> = () => ({})) => {
    const plan = searchPlan("quick", "users", { start: 30, step: 5, bracket: false, ...over });
    const report = await searchService(plan, probeOf(plan, result), hooks());
    return capacityReport(report, findings(report, { targetPerSec: 500, pricePerHour: 1 }), plain);
  };

  test("says what was confirmed, where it breaks and what to do with it", async () => {
    const got = await text({ start: 10, step: 10 });
    expect(got).toContain("Confirmed: 40 users, 0 % of");
    expect(got).toContain("Breaks at 50 users by p99, most on predict.");
    expect(got).toContain("Boundary a cliff");
    expect(got).toContain("At 10 users: 81.6 requests/s");
    expect(got).toContain("Operate at 28 users (70 % of it; 57.1 inference requests/s) a replica.");
    expect(got).toContain("Replicas for the target rate of inference requests: 9, and 10 so that one may fail.");
    expect(got).toMatch(/40 █+│ +p99 490 ms {2}81\.6 req\/s {2}bad 0 %/);
  });
  test("never calls an unconfirmed load a result", async () => {
    const got = await text({ budgetMs: 150_000 }, ({ kind }) => (kind === "confirm" ? { wrong: 1 } : {}));
    expect(got).toContain("UNCONFIRMED: the climb passed");
    expect(got).not.toContain("Confirmed:");
    expect(got).not.toContain("Operate at");
  });
  test("names the guard that made probes void", async () => {
    const reason = {
      rule: "generator-cpu",
      severity: "invalid",
      finding: "the CPU was full",
      advice: "Lower it.",
    } as const;
    const got = await text({}, () => ({ voidBecause: [reason] }));
    expect(got).toContain("void: the CPU was full");
    expect(got).toContain("UNCONFIRMED: no load passed, but every probe failed a guard");
  });
});
