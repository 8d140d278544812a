import { describe, expect, test } from "vitest";
import { syntheticComparison } from "../../../test/report/synthetic-comparison.ts";
import { shortRun, syntheticRecording } from "../../../test/report/synthetic-recording.ts";
import type { Comparison } from "../compare/model.ts";
import type { LabelledComparison } from "../ledger/labelled.ts";
import type { Recording } from "../recording.ts";
import { checklist, type Evidence } from "./checklist.ts";

const run = syntheticRecording(shortRun);
const after: Recording = { ...run, label: "after", target: { ...run.target, profile: "p1" } };
const compared = syntheticComparison();
const quiet: Comparison = {
  ...compared,
  verdict: "no-change",
  metrics: compared.metrics.map((row) => ({ ...row, verdict: "no-change" })),
};

const evidence = (given: Partial<Evidence> = {}): Evidence => ({
  before: "baseline",
  after: "after",
  recordings: [],
  comparisons: [],
  profiledLabels: [],
  ...given,
});
const states = (given: Partial<Evidence> = {}): string[] => checklist(evidence(given)).map((item) => item.state);

const labelled = (comparison: Comparison): LabelledComparison => ({ label: "after", comparison });

describe("the checklist", () => {
  test("has the guide's ten items, and ticks none of them without evidence", () => {
    expect(states()).toEqual(Array(10).fill("not-measured"));
  });
  test("says what each of them rests on", () => {
    for (const item of checklist(evidence())) expect(item.evidence).not.toBe("");
  });
  test("ticks what recordings, profiles and a comparison without regressions show", () => {
    const given = { recordings: [run, after], comparisons: [labelled(quiet)], profiledLabels: ["baseline", "after"] };
    expect(states(given)).toEqual([...Array(7).fill("done"), ...Array(3).fill("not-measured")]);
  });
  test("fails an item whose evidence speaks against it", () => {
    const got = checklist(evidence({ recordings: [run, after], comparisons: [labelled(compared)] }));
    expect(got[6]).toMatchObject({ state: "failed", evidence: "Regressed: batch-50.p95Ms." });
  });
  test("an undecided row is no clearance", () => {
    const open: Comparison = {
      ...quiet,
      verdict: "inconclusive",
      failures: quiet.failures.map((row) => ({ ...row, verdict: "inconclusive" })),
    };
    const got = states({ recordings: [run, after], comparisons: [labelled(open)] });
    expect([got[5], got[6]]).toEqual(["not-measured", "not-measured"]);
  });
  test("a gain that is proven counts beside undecided rows, and one that is not gated says so", () => {
    const open = (gated: boolean): Comparison => ({
      ...quiet,
      verdict: "inconclusive",
      metrics: quiet.metrics.map((row, i) =>
        i === 0
          ? { ...row, gated, verdict: "improved", change: -0.69, improvement: 0.69 }
          : { ...row, verdict: "inconclusive" },
      ),
    });
    const got = (gated: boolean) => checklist(evidence({ comparisons: [labelled(open(gated))] }))[5];
    expect(got(true)).toMatchObject({ state: "done", evidence: expect.stringContaining("−69 %") });
    expect(got(true)?.evidence).not.toContain("not gated");
    expect(got(false)).toMatchObject({ state: "done", evidence: expect.stringContaining("not gated") });
  });
  test("an undecided latency does not keep accuracy and error rate from being verified", () => {
    const slow: Comparison = {
      ...quiet,
      verdict: "inconclusive",
      metrics: quiet.metrics.map((row) => ({ ...row, verdict: "inconclusive" })),
    };
    expect(states({ recordings: [run, after], comparisons: [labelled(slow)] })[6]).toBe("done");
  });
  test("an update of the suite is no optimisation, a service that calls itself otherwise is one", () => {
    const updated: Recording = { ...run, label: "after", suite: { ...run.suite, gitSha: "f".repeat(40) } };
    const named = (label: string, version: string | null, profile: string | null = null): Recording => ({
      ...run,
      label,
      target: { ...run.target, profile, version },
    });
    const third = (...recordings: Recording[]) => checklist(evidence({ recordings }))[2];
    expect(third(run, updated)?.state).toBe("not-measured");
    expect(third(named("baseline", "1.0"), named("after", "1.1"))).toMatchObject({
      state: "done",
      evidence: "Measured 1.0, then 1.1.",
    });
    expect(third(named("baseline", null), named("after", "1.1"))?.evidence).toContain("SERVICE_VERSION");
  });
  test("the same service twice is no optimisation", () => {
    expect(states({ recordings: [run, { ...run, label: "after" }] })[2]).toBe("not-measured");
  });
  test("an invalid baseline documents nothing", () => {
    const invalid: Recording = { ...run, validity: { verdict: "invalid", reasons: [] } };
    expect(states({ recordings: [invalid] })[1]).toBe("failed");
  });
  test("clean rows without checked answers do not show that accuracy is unchanged", () => {
    const unchecked: Recording = {
      ...after,
      endpoints: after.endpoints.map((e) => ({ ...e, answers: { ...e.answers, checked: 0 } })),
    };
    expect(states({ recordings: [run, unchecked], comparisons: [labelled(quiet)] })[6]).toBe("not-measured");
  });
});
