import { describe, expect, test } from "vitest";
import { judgeProbe } from "./judge-probe.ts";
import type { ProbeKind } from "./model.ts";
import { searchPlan } from "./search-plan.ts";
import { shown } from "./shown.ts";

const plan = searchPlan("quick", "users");
const probe = (load: number, slow: readonly number[], kind: ProbeKind = "climb", over = {}) =>
  judgeProbe(
    plan,
    { kind, load, durationMs: slow.length * 10_000 },
    {
      elapsedMs: 0,
      blocks: slow.map((n) => ({ total: 300, slow: n, failed: 0 })),
      wrong: 0,
      ratePerSec: 30,
      predictionsPerSec: 0,
      meanMs: null,
      p95Ms: null,
      p99Ms: null,
      worstEndpoint: null,
      voidBecause: [],
      ...over,
    },
  );

const good = [0, 1, 0, 1, 0];

describe("shown", () => {
  test("is the highest load that all probes from it upwards carry together", () => {
    const got = shown(plan, [probe(10, good), probe(20, good), probe(40, [9, 9, 9, 9, 9], "confirm")]);
    expect(got).toMatchObject({ load: 10, upTo: 20, durationMs: 100_000, share: { bad: 4, total: 3000 } });
  });
  test("counts a failed run at the load itself", () => {
    const failed = probe(20, [0, 0, 9, 0, 0, 0, 9, 0], "confirm");
    expect(failed.verdict).toBe("fail");
    expect(shown(plan, [failed, probe(20, [0, 0, 0, 0, 0, 0, 0, 0])])?.share.bad).toBe(18);
  });
  test("needs three quarters of a confirmation's time, however good", () => {
    expect(shown(plan, [probe(10, [0, 0, 0, 0, 0, 0, 0])])).toBeNull();
    expect(shown(plan, [probe(10, [0, 0, 0, 0, 0, 0, 0, 0])])).toMatchObject({ load: 10 });
  });
  test("leaves out void probes, and shows nothing where answers were wrong", () => {
    const reason = { rule: "cpu-steal", severity: "invalid", finding: "", advice: "" } as const;
    expect(shown(plan, [probe(10, [0, 0, 0, 0, 0, 0, 0, 0], "climb", { voidBecause: [reason] })])).toBeNull();
    expect(shown(plan, [probe(10, [0, 0, 0, 0, 0, 0, 0, 0], "climb", { wrong: 1 })])).toBeNull();
  });
});
