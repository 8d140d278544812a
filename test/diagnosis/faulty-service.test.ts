// Each rule finds its fault in a service that has it, and none fires on the healthy one. In virtual time: seconds of load
// in milliseconds, whatever else the machine does. test/diagnosis/faulty-socket.test.ts has the same service on a port.

import { describe, expect, test } from "vitest";
import { diagnose } from "../../lib/core/diagnosis/diagnose.ts";
import type { MeasuredRun } from "../../lib/core/validity/rule.ts";
import { CORPUS, smallLoads as load, type SmallLoad } from "../support/small-load.ts";

const faultsOf = (runs: readonly MeasuredRun[]): string[] =>
  diagnose(runs).flatMap((d) => (d.kind === "fault" ? [d.rule] : []));

const mixed = [1, 5, 1, 25, 1, 0];
const levels: readonly SmallLoad[] = [1, 2, 4, 8].map((users) => ({ users, durationMs: 3000 }));
const steady: SmallLoad = { users: 6, durationMs: 10_000, mix: mixed };

describe("diagnosis", () => {
  test("finds nothing wrong with a healthy service, under one load or several", async () => {
    expect(faultsOf(await load({}, [steady]))).toEqual([]);
    expect(faultsOf(await load({}, levels))).toEqual([]);
  });
  test("finds requests worked on one at a time", async () => {
    const runs = await load({ workers: 1, serviceMs: 40 }, levels);
    expect(faultsOf(runs)).toEqual(["serialised"]);
    expect(diagnose(runs)[0]?.evidence).toMatch(/1\.\d effective workers.*σ = /);
  });
  test("finds /health waiting behind inference", async () => {
    const runs = await load({ workers: 1, serviceMs: 30, healthQueues: true }, [steady]);
    expect(faultsOf(runs)).toEqual(["health-behind-inference"]);
  });
  test("finds a health check that is slow on its own", async () => {
    expect(faultsOf(await load({ healthMs: 150 }, [{ ...steady, users: 3 }]))).toEqual(["slow-health"]);
  });
  test("finds a leak, per request", async () => {
    const runs = await load({ leakBytes: 500_000 }, [{ ...steady, durationMs: 40_000 }]);
    expect(faultsOf(runs)).toEqual(["memory-growth"]);
    expect(diagnose(runs)[0]?.evidence).toMatch(/^(4\d\d|5\d\d)\.\d kB a request/);
  });
  test("finds batches whose answers are in another order under load", async () => {
    expect(faultsOf(await load({ mixUpBatch: true }, [steady]))).toEqual(["mixed-up-answers"]);
  });
  test("finds single texts that get another request's answer", async () => {
    expect(faultsOf(await load({ mixUpSingle: true }, [{ ...steady, mix: [1] }]))).toEqual(["mixed-up-answers"]);
  });
  test("finds answers that differ from one time to the next", async () => {
    expect(faultsOf(await load({ unstable: true }, [steady]))).toEqual(["unstable-answers"]);
  });
  test("finds texts that are answered differently in a batch than alone", async () => {
    const runs = await load({ cutInBatch: 20 }, [steady]);
    expect(faultsOf(runs)).toEqual(["batch-differs"]);
    // Sizes 5 and 25 in a round of six requests; every item of theirs is cut, and no single text is.
    const wrong = runs.flatMap((run) => run.endpoints).map((e) => [e.name, e.answers.checked - e.answers.mismatched]);
    expect(Object.fromEntries(wrong)).toMatchObject({ "batch-5": 0, "batch-25": 0 });
    expect(runs[0]?.endpoints.find((e) => e.name === "predict")?.answers.mismatched).toBe(0);
  });
  test("finds resets after a pause, and not above a load", async () => {
    const runs = await load({ idleResetMs: 300 }, [
      { users: 6, durationMs: 10_000, thinkMs: 450 },
      { users: 6, durationMs: 3000 },
    ]);
    expect(faultsOf(runs)).toEqual(["connection-resets-after-a-pause"]);
  });
  test("finds resets above a load", async () => {
    const runs = await load({ workers: 4, serviceMs: 20, backlog: 7 }, [
      { users: 2, durationMs: 3000 },
      { users: 16, durationMs: 3000 },
    ]);
    expect(faultsOf(runs)).toContain("connection-resets-above-a-load");
  });
  test("finds a crash and the resets that go with it", async () => {
    const runs = await load({ restartAfter: 60 }, [{ users: 6, durationMs: 5000 }]);
    expect(faultsOf(runs)).toEqual(expect.arrayContaining(["restarts", "connection-resets-restart"]));
  });
  test("finds batches of one size that fail", async () => {
    expect(faultsOf(await load({ failBatchSize: 25 }, [steady]))).toEqual(["batch-failures-by-size"]);
  });
  test("says when failures depend on nothing", async () => {
    expect(faultsOf(await load({ failEvery: 23 }, [steady]))).toEqual(["failures-at-random"]);
  });
  test("finds the text that fails every time, as it is and made unique, and does not blame the batches", async () => {
    const bad = CORPUS[12];
    for (const repeat of [true, false]) {
      const runs = await load({ failText: bad?.text ?? "" }, [{ ...steady, mix: [1, 5], repeat }]);
      expect(faultsOf(runs)).toEqual(["fails-by-content"]);
      expect(diagnose(runs)[0]?.evidence).toMatch(/^1 of 20 rows failed in every request: t12 \(/);
    }
  });
  test("finds failures that come in bursts, and only in bursts", async () => {
    expect(faultsOf(await load({ failInARow: { every: 300, row: 30 } }, [steady]))).toEqual([
      "batch-failures-in-bursts",
    ]);
    // As many failures, one at a time.
    expect(faultsOf(await load({ failInARow: { every: 11, row: 1 } }, [steady]))).toEqual(["failures-at-random"]);
  });
  test("finds moments in which everything stops", async () => {
    const runs = await load({ stall: { everyMs: 5200, forMs: 600 } }, [{ users: 6, durationMs: 20_000, mix: [1] }]);
    expect(faultsOf(runs)).toEqual(["stalls"]);
  });
  test("tells what a batch costs and whether it pays", async () => {
    const alone = { users: 1, durationMs: 5000, mix: [1, 5, 25] };
    const paying = diagnose(await load({ serviceMs: 20, perTextMs: 2 }, [alone])).find((d) => d.rule === "batch-cost");
    expect(paying?.symptom).toBe("Batching pays");
    const useless = diagnose(await load({ serviceMs: 0, perTextMs: 10 }, [alone])).find((d) => d.rule === "batch-cost");
    expect(useless?.symptom).toBe("Batching gives nothing");
  });
  test("tells what repeated texts save", async () => {
    const fresh = { users: 2, durationMs: 3000, repeat: false };
    const runs = await load({ serviceMs: 30, repeatCost: 0.3 }, [fresh, { ...fresh, repeat: true }]);
    const got = diagnose(runs).find((d) => d.rule === "cache-effect");
    expect(got?.symptom).toBe("Repeated rows are answered faster");
  });
});
