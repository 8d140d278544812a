import { describe, expect, test } from "vitest";
import { searchService } from "../../cli/capacity/search-service.ts";
import { CAPACITY_SCHEMA } from "../../lib/core/capacity/capacity-format.ts";
import { findings } from "../../lib/core/capacity/findings.ts";
import type { Probe, ProbeResult, SearchPlan } from "../../lib/core/capacity/model.ts";
import { blockLengthMs, searchPlan } from "../../lib/core/capacity/search-plan.ts";
import { capacityModel } from "../../report/model/capacity-model.ts";
import { plainPaint } from "../../report/terminal/colour.ts";
import { renderTerminal } from "../../report/terminal/terminal.ts";
import { SimulatedService } from "../support/simulated-service.ts";

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
    const found = findings(report, { targetPerSec: 500, pricePerHour: 1 });
    return renderTerminal(
      capacityModel({ schema: CAPACITY_SCHEMA, ...report, findings: found }, "capacity", ""),
      plainPaint,
    );
  };

  test("says what was confirmed, where it breaks and what to do with it", async () => {
    const got = await text({ start: 10, step: 10 });
    expect(got).toContain("confirmed   40 users keep p99 at most 500 ms");
    expect(got).toContain("It clearly breaks at 50 users: too many requests are too slow.");
    expect(got).toContain("Boundary: a cliff");
    expect(got).toContain("At ten users: 81.6 requests/s");
    expect(got).toContain("Operate at: 28 users a replica, 70 % of it: 57.1 inference requests/s");
    expect(got).toContain("Replicas for the target: 9, and 10 so that one may fail");
    expect(got).toMatch(/40 █+│ +p99 490 ms {2}81\.6 req\/s {2}bad 0 %/);
  });
  test("never calls an unconfirmed load a result", async () => {
    const got = await text({ budgetMs: 150_000 }, ({ kind }) => (kind === "confirm" ? { wrong: 1 } : {}));
    expect(got).toContain("Answers      WRONG       1 wrong answer, the first at 40 users.");
    expect(got).not.toContain("are safe");
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
    expect(got).toContain("the CPU was full.\n    Lower it.");
    expect(got).toContain("INVALID     A guard failed in every probe.");
  });
});
