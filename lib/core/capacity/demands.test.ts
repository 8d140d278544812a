import { expect, test } from "vitest";
import { around, measuredRun } from "../../../test/support/measured-run.ts";
import type { Recording } from "../recording.ts";
import { judgeProbe } from "./judge-probe.ts";
import type { ProbeKind, SearchPlan } from "./model.ts";
import { probeResult } from "./probe-result.ts";
import { searchPlan } from "./search-plan.ts";

const recording = (typicalMs: number): Recording => ({
  ...measuredRun([{ name: "predict", latencies: around(typicalMs, 30) }], 60),
  validity: { verdict: "valid", reasons: [] },
  objectives: { verdict: "pass", criteria: [] },
});
const demanding = (limitMs: number): SearchPlan =>
  searchPlan("quick", "users", {
    demands: [{ metric: "meanMs", bound: "below", limit: limitMs, endpoints: ["predict"] }],
  });
const judged = (plan: SearchPlan, kind: ProbeKind, typicalMs = 80) =>
  judgeProbe(plan, { kind, load: 5, durationMs: 60_000 }, probeResult(recording(typicalMs), plan, 60_000));

test("a load whose requests are quick enough fails all the same when it misses another objective", () => {
  expect(judged(demanding(100), "confirm")).toMatchObject({ verdict: "pass", criterion: null });
  expect(judged(demanding(50), "confirm")).toMatchObject({
    verdict: "fail",
    criterion: "objectives",
    result: { missed: ["predict mean"] },
  });
  expect(judged(demanding(50), "climb").verdict).toBe("fail");
});

test("what is slow is called slow, whatever else is missed", () => {
  expect(judged(demanding(50), "confirm", 900)).toMatchObject({ verdict: "breach", criterion: "latency" });
});

test("what a probe cannot show stops no climb, and confirms nothing", () => {
  const unknown = searchPlan("quick", "users", {
    demands: [{ metric: "p95Ms", bound: "below", limit: 100, endpoints: ["never asked"] }],
  });
  expect(judged(unknown, "climb").verdict).toBe("pass");
  expect(judged(unknown, "confirm")).toMatchObject({ verdict: "fail", criterion: "objectives" });
});

test("a search for a p95 allows a share of slow requests that one for a p99 does not", () => {
  // One request in thirty of around() is slower than 94 ms, two are slower than 93 ms.
  const p95 = searchPlan("quick", "users", { limitMs: 94, badLimit: 0.05 });
  expect(judged(p95, "confirm").verdict).toBe("pass");
  expect(judged({ ...p95, limitMs: 93 }, "confirm").verdict).toBe("fail");
  expect(judged({ ...p95, badLimit: 0.01 }, "confirm").verdict).toBe("fail");
});
