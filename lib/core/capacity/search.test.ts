import { describe, expect, test } from "vitest";
import type { Reason } from "../recording.ts";
import { lowered } from "./confirm.ts";
import type { Block, CapacityReport, Probe, ProbeResult, SearchPlan } from "./model.ts";
import { search } from "./search.ts";
import { searchPlan } from "./search-plan.ts";

const requests = 300;
const blocks = (count: number, slow: number, failed = 0): Block[] =>
  Array.from({ length: count }, () => ({ total: requests, slow, failed }));

const reason = (rule: string): Reason => ({ rule, severity: "invalid", finding: "f", advice: "a" });

/** What a scripted service does with a probe: slow and failed requests per block of 300, and what else differs. */
interface Scripted extends Partial<ProbeResult> {
  readonly slow?: number;
  readonly failed?: number;
}
type Script = (probe: Probe, nth: number) => Scripted;

const run = (script: Script, over: Partial<SearchPlan> = {}): CapacityReport => {
  const plan = searchPlan("standard", "users", { step: 5, ...over });
  const it = search(plan);
  const seen = new Map<string, number>();
  let step = it.next();
  while (!step.done) {
    const probe = step.value;
    const key = `${probe.kind} ${probe.load}`;
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    const { slow = 0, failed = 0, ...rest } = script(probe, nth);
    const result: ProbeResult = {
      elapsedMs: probe.durationMs,
      blocks: blocks(probe.durationMs / plan.blockMs, slow, failed),
      wrong: 0,
      ratePerSec: 30,
      predictionsPerSec: 0,
      meanMs: null,
      p95Ms: null,
      p99Ms: null,
      worstEndpoint: slow + failed > 0 ? "predict" : null,
      voidBecause: [],
      ...rest,
    };
    step = it.next(result);
  }
  return step.value;
};

/** A service that is good up to `capacity`, a little too slow above it and clearly so at 1.5 times. */
const smooth =
  (capacity: number): Script =>
  ({ load }) => ({ slow: load <= capacity ? 1 : load > 1.5 * capacity ? 100 : 6 });

const tried = (report: CapacityReport): string[] =>
  report.entries.map((e) => `${e.probe.kind} ${e.probe.load} ${e.verdict}`);

describe("search", () => {
  test("climbs by five past the limit, then confirms with back-off", () => {
    const report = run(smooth(18));
    expect(tried(report)).toEqual([
      "climb 5 pass",
      "climb 10 pass",
      "climb 15 pass",
      "climb 20 fail",
      "climb 20 fail",
      "climb 20 fail",
      "confirm 15 pass",
    ]);
    expect(report.outcome).toMatchObject({ kind: "confirmed", atLeast: null, entry: { probe: { load: 15 } } });
    expect(report).toMatchObject({
      boundary: "smooth",
      firstBreak: { load: 20, criterion: "latency", endpoint: "predict" },
    });
    expect(report.spentMs).toBe(10_000 + 6 * 30_000 + 300_000);
  });
  test("looks between the confirmed and the failing load when asked to", () => {
    expect(run(smooth(18), { bracket: true }).outcome).toMatchObject({ entry: { probe: { load: 18 } } });
  });
  test("goes on when one window of three passes, and repairs that by backing off", () => {
    const report = run((probe, nth) =>
      probe.kind === "climb" && probe.load === 20 && nth === 3 ? {} : smooth(18)(probe, nth),
    );
    expect(tried(report).slice(-3)).toEqual(["confirm 20 fail", "confirm 19 fail", "confirm 18 pass"]);
  });
  test("names no break at a load that passed a long run, however bad a window there was", () => {
    const unlucky: Script = (probe, nth) =>
      probe.kind === "climb" && probe.load === 10 && nth === 1 ? { slow: 9 } : smooth(18)(probe, nth);
    expect(run(unlucky).firstBreak).toMatchObject({ load: 20 });
  });
  test("does not stop for one slow request in a window of thirty", () => {
    const slowOne: Block[] = [0, 0, 1].map((slow) => ({ total: 10, slow, failed: 0 }));
    const report = run((probe, nth) =>
      probe.kind === "climb" && probe.load === 5 ? { blocks: slowOne } : smooth(18)(probe, nth),
    );
    expect(report.climb.passed).toBe(15);
  });
  test("stops at once at a cliff", () => {
    const report = run(({ load }) => ({ slow: load <= 12 ? 0 : 150 }));
    expect(tried(report)).toEqual(["climb 5 pass", "climb 10 pass", "climb 15 breach", "confirm 10 pass"]);
    expect(report).toMatchObject({ boundary: "cliff", firstBreak: { load: 15, clear: true } });
  });
  test("calls a boundary flat when a load well above cannot be told from the confirmed one", () => {
    const bursty = (slow: number): Block[] =>
      Array.from({ length: 30 }, (_, i) => ({ total: requests, slow: i % 10 === 0 ? slow : 0, failed: 0 }));
    const report = run(({ kind, load }) => {
      if (kind === "climb") return { slow: load <= 30 ? 0 : 6 };
      return { blocks: bursty(load > 26 ? 28 : 12) };
    });
    expect(report.outcome).toMatchObject({ kind: "confirmed", entry: { probe: { load: 26 } } });
    expect(report.boundary).toBe("flat");
    const steep = run(({ kind, load }) => {
      if (kind === "climb") return { slow: load <= 30 ? 0 : 100 };
      return { blocks: bursty(load > 26 ? 28 : 12) };
    });
    expect(steep.boundary).toBe("cliff");
  });
});

describe("without steps", () => {
  test("doubles until a load fails, then halves the gap", () => {
    const report = run(smooth(75), { step: null, failingWindows: 2 });
    expect(report.entries.filter((e) => e.probe.kind === "climb").map((e) => `${e.probe.load} ${e.verdict}`)).toEqual([
      "5 pass",
      "10 pass",
      "20 pass",
      "40 pass",
      "80 fail",
      "80 fail",
      "60 pass",
      "70 pass",
      "75 pass",
    ]);
    expect(report.outcome).toMatchObject({ kind: "confirmed", entry: { probe: { load: 75 } } });
  });
  test("tries the highest load allowed and nothing above it", () => {
    const report = run(() => ({}), { step: null, cap: 30 });
    expect(tried(report)).toEqual([
      "climb 5 pass",
      "climb 10 pass",
      "climb 20 pass",
      "climb 30 pass",
      "confirm 30 pass",
    ]);
    expect(report.outcome).toMatchObject({ atLeast: "limit" });
  });
  test("halves the gap to what the generator cannot do, too", () => {
    const report = run(({ load }) => ({ voidBecause: load > 15 ? [reason("generator-cpu")] : [] }), { step: null });
    expect(report.climb).toEqual({ passed: 15, failedAt: null, clearly: false, cap: "guard" });
    expect(report.outcome).toMatchObject({ kind: "confirmed", atLeast: "guard", entry: { probe: { load: 15 } } });
  });
});

describe("when no long run passed in the time", () => {
  const stalling: Script = ({ kind, load }) => ({ slow: kind === "climb" ? (load > 40 ? 100 : 0) : 6 });

  test("says what all probes at a load and above it show together, the failed run among them", () => {
    const times = { climbMs: 100_000, confirmMs: 100_000, budgetMs: 18 * 60_000 };
    const report = run(stalling, { step: null, ...times });
    expect(report.entries.some((e) => e.probe.kind === "confirm" && e.verdict === "fail")).toBe(true);
    expect(report.outcome).toMatchObject({ kind: "shown", load: 20, entry: { probe: { load: 20 } } });
  });
  test("shows nothing by windows that are too short", () => {
    expect(run(stalling, { step: null, budgetMs: 12 * 60_000 }).outcome).toMatchObject({ kind: "unconfirmed" });
  });
});

describe("what a load fails by", () => {
  test("is failures, as soon as one request fails", () => {
    const report = run(({ load }) => ({ failed: load > 10 ? 1 : 0 }));
    expect(report.outcome).toMatchObject({ entry: { probe: { load: 10 } } });
    expect(report.firstBreak).toMatchObject({ load: 15, criterion: "failures", clear: false });
  });
  test("is answers, as soon as one is wrong, although all have status 200", () => {
    const report = run(({ load }) => ({ wrong: load > 10 ? 1 : 0 }));
    expect(report.firstBreak).toMatchObject({ load: 15, criterion: "answers" });
  });
});

describe("irregular results", () => {
  test("a service that never fails is confirmed at the cap, as at least that", () => {
    const report = run(() => ({}), { cap: 20 });
    expect(report.outcome).toMatchObject({ kind: "confirmed", atLeast: "limit", entry: { probe: { load: 20 } } });
    expect(report).toMatchObject({ boundary: "unseen", firstBreak: null });
  });
  test("a generator that fails its guards caps the climb", () => {
    const report = run(({ load }) => ({ voidBecause: load > 15 ? [reason("generator-cpu")] : [] }));
    expect(tried(report).slice(3)).toEqual(["climb 20 void", "climb 20 void", "climb 20 void", "confirm 15 pass"]);
    expect(report.outcome).toMatchObject({ kind: "confirmed", atLeast: "guard" });
  });
  test("a generator that never keeps up gives no number", () => {
    const report = run(() => ({ voidBecause: [reason("event-loop-lag")] }));
    expect(report.outcome).toEqual({ kind: "unconfirmed", load: null, why: "guard" });
  });
  test("a void probe is neither a pass nor a failure: it is repeated", () => {
    const report = run((probe, nth) =>
      nth === 1 ? { slow: 150, voidBecause: [reason("cpu-steal")] } : smooth(18)(probe, nth),
    );
    expect(report.outcome).toMatchObject({ kind: "confirmed", entry: { probe: { load: 15 } } });
  });
  test("arrivals dropped by an overloaded service do not hide that it is overloaded", () => {
    const report = run(({ load }) =>
      load > 15 ? { slow: 200, voidBecause: [reason("dropped-arrivals")] } : { slow: 0 },
    );
    expect(report.outcome).toMatchObject({ kind: "confirmed", atLeast: null, entry: { probe: { load: 15 } } });
    expect(report.boundary).toBe("cliff");
  });
  test("when already the first load fails, smaller ones are tried", () => {
    expect(run(smooth(2)).outcome).toMatchObject({ kind: "confirmed", entry: { probe: { load: 2 } } });
    const none = run(() => ({ slow: 100 }));
    expect(tried(none)).toEqual(["climb 5 breach", "climb 2 breach", "climb 1 breach"]);
    expect(none.outcome).toEqual({ kind: "none" });
  });
  test("a load that passes every window and no confirmation is not safe", () => {
    expect(run(({ kind }) => ({ slow: kind === "climb" ? 0 : 30 }), { cap: 5 }).outcome).toEqual({ kind: "none" });
  });
});

describe("a service with few requests", () => {
  const few =
    (perBlock: number): Script =>
    ({ durationMs }) => ({
      ratePerSec: perBlock / 10,
      blocks: Array.from({ length: Math.round(durationMs / 10_000) }, () => ({ total: perBlock, slow: 0, failed: 0 })),
    });
  test("gets a longer confirmation, fixed by its rate", () => {
    const report = run(few(12), { cap: 5 });
    expect(report.entries.at(-1)).toMatchObject({ probe: { kind: "confirm", durationMs: 395_000 }, verdict: "pass" });
  });
  test("is unconfirmed, and not unsafe, when even that has too few for a p99", () => {
    const report = run(few(2), { cap: 5 });
    expect(report.outcome).toEqual({ kind: "unconfirmed", load: 5, why: "requests" });
  });
});

describe("the budget", () => {
  test("cuts a search before its confirmation: unconfirmed, never a pass", () => {
    const script: Script = (probe) => (probe.kind === "climb" ? smooth(40)(probe, 1) : { slow: 30 });
    const report = run(script, { budgetMs: 20 * 60_000 });
    expect(report.outcome).toMatchObject({ kind: "unconfirmed", why: "budget" });
    expect(report.spentMs).toBeLessThanOrEqual(20 * 60_000);
  });
  test("keeps time for one confirmation of what the climb reached", () => {
    const report = run(() => ({}), { budgetMs: 7 * 60_000 });
    expect(report.outcome).toMatchObject({ kind: "confirmed", atLeast: "budget", entry: { probe: { load: 15 } } });
  });
  test("too small for anything gives nothing", () => {
    expect(run(() => ({}), { budgetMs: 1000 }).outcome).toEqual({ kind: "unconfirmed", load: null, why: "budget" });
  });
});

describe("lowered", () => {
  test("goes down by the back-off, by one grain at least, to a multiple of the grain", () => {
    const users = searchPlan("standard", "users");
    expect([100, 50, 20, 2].map((n) => lowered(users, n))).toEqual([96, 48, 19, 1]);
    const rate = searchPlan("standard", "ratePerSec");
    expect(lowered(rate, 10)).toBeCloseTo(9.6, 9);
    expect(lowered(rate, 0.4)).toBeCloseTo(0.3, 9);
  });
});
