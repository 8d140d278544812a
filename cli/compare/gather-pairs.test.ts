import { describe, expect, test } from "vitest";
import type { Comparison } from "../../lib/core/compare/model.ts";
import { pairOrders } from "../../lib/core/compare/order.ts";
import { CliError } from "../../lib/core/exit.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { syntheticRecording } from "../../test/compare/synthetic-recording.ts";
import { type GatherHooks, type GatherPlan, gatherPairs } from "./gather-pairs.ts";
import type { PlannedRun } from "./side.ts";

const plan: GatherPlan = { kind: "interleaved", seed: 5, looks: [10], alpha: 0.05, compare: {}, endsAtRest: true };
const threeLooks: GatherPlan = { ...plan, looks: [10, 15, 20], alpha: 0.0221 };

interface Seen {
  readonly runs: PlannedRun[];
  readonly lines: string[];
  coolDowns: number;
}

type Maker = (run: PlannedRun, nth: number) => Recording;

/** Runs of a service that is `factor` times as slow on side B, a little noisy. */
const slower =
  (factor: number, noise = 0.01): Maker =>
  ({ side, pair }, nth) =>
    syntheticRecording({
      id: `${side}${nth}`,
      slowdown: (side === "b" ? factor : 1) * (1 + noise * (((pair * 7 + nth * 3) % 5) - 2)),
    });

async function gather(
  what: GatherPlan,
  maker: Maker,
  interruptAfter = Infinity,
  hasTimeFor: (pairs: number) => boolean = () => true,
): Promise<{ comparison: Comparison | undefined; seen: Seen }> {
  const seen: Seen = { runs: [], lines: [], coolDowns: 0 };
  const interrupt = new AbortController();
  const hooks: GatherHooks = {
    measure: async (run) => {
      seen.runs.push(run);
      if (seen.runs.length >= interruptAfter) interrupt.abort();
      return maker(run, seen.runs.length);
    },
    coolDown: async () => {
      seen.coolDowns++;
    },
    interrupted: interrupt.signal,
    hasTimeFor,
    onProgress: (line) => seen.lines.push(line),
  };
  return { comparison: await gatherPairs(what, hooks), seen };
}

describe("gatherPairs", () => {
  test("does not go on to a look for which there is no time, and never ends before the first", async () => {
    const asked: number[] = [];
    const noTime = (pairs: number): boolean => {
      asked.push(pairs);
      return false;
    };
    const { comparison, seen } = await gather(threeLooks, slower(1.03, 0.05), Infinity, noTime);
    expect(comparison?.verdict).toBe("inconclusive");
    expect(asked).toEqual([5]);
    expect(seen.runs).toHaveLength(20);
    expect(seen.lines.at(-1)).toContain("no time left for 5 more pairs");
  });

  test("runs both sides of every pair in the seeded order, with a pause between any two runs", async () => {
    const { comparison, seen } = await gather(plan, slower(1.25));
    expect(comparison?.verdict).toBe("regressed");
    expect(seen.runs).toHaveLength(20);
    const orders = seen.runs.filter((run) => run.place === "first").map((run) => (run.side === "a" ? "AB" : "BA"));
    expect(orders).toEqual(pairOrders([10], 5));
    expect(seen.coolDowns).toBeGreaterThanOrEqual(19);
    expect(seen.lines[0]).toMatch(/^pair 1: baseline (first|second) \(0 of 10 so far\)$/);
  });

  test("stops at the first look that decides", async () => {
    const { comparison, seen } = await gather(threeLooks, slower(1.25));
    expect(comparison?.verdict).toBe("regressed");
    expect(seen.runs).toHaveLength(20);
    expect(comparison?.design.looksTaken).toBe(1);
  });

  test("goes on to the next planned look while undecided, and no further than the last", async () => {
    const { comparison, seen } = await gather(threeLooks, slower(1, 0.2));
    expect(comparison?.verdict).toBe("inconclusive");
    expect(seen.runs).toHaveLength(40);
    expect(comparison?.design.looksTaken).toBe(3);
    expect(seen.lines.filter((line) => line.includes("going on to 15 pairs"))).toHaveLength(1);
  });

  test("runs an invalid pair again, in the same order, and keeps it as dropped", async () => {
    const maker = slower(1.25);
    const { comparison, seen } = await gather(plan, (run, nth) =>
      run.pair === 3 && run.side === "b" ? syntheticRecording({ id: "bad", invalid: "steal 9 %" }) : maker(run, nth),
    );
    expect(comparison?.verdict).toBe("regressed");
    expect(seen.runs).toHaveLength(22);
    expect(comparison?.pairs.filter((pair) => pair.dropped !== null).map((pair) => pair.index)).toEqual([3]);
    expect(comparison?.pairs[2]?.order).toBe(comparison?.pairs[3]?.order);
    expect(seen.lines).toContain("pair 3 does not count: B: steal 9 %");
  });

  test("gives up when too many pairs are invalid, and calls it invalid", async () => {
    const { comparison, seen } = await gather(plan, (run, nth) =>
      syntheticRecording({ id: `${run.side}${nth}`, ...(run.pair % 2 === 0 ? { invalid: "starved" } : {}) }),
    );
    expect(comparison?.verdict).toBe("invalid");
    expect(seen.runs.length).toBeLessThan(20);
  });

  test("keeps the complete pairs when interrupted, and says that the plan was not", async () => {
    const { comparison, seen } = await gather(plan, slower(2), 18);
    expect(seen.runs).toHaveLength(18);
    expect(comparison?.pairs).toHaveLength(8);
    expect(comparison?.design).toMatchObject({ interrupted: true, looksTaken: 0 });
    expect(comparison?.notes.map((note) => note.kind)).toContain("interrupted");
  });

  test("has nothing to say when interrupted in the first pair", async () => {
    expect((await gather(plan, slower(2), 2)).comparison).toBeUndefined();
  });

  test("keeps them as well when the interrupt fails a service's start, but hides no other failure", async () => {
    const failing = (interrupts: boolean): Promise<Comparison | undefined> => {
      const interrupt = new AbortController();
      let made = 0;
      return gatherPairs(plan, {
        measure: async (run) => {
          if (++made < 18) return slower(2)(run, made);
          if (interrupts) interrupt.abort();
          throw new CliError("no healthy service");
        },
        coolDown: async () => undefined,
        interrupted: interrupt.signal,
        onProgress: () => undefined,
      });
    };
    const kept = await failing(true);
    expect(kept?.pairs).toHaveLength(8);
    expect(kept?.design.interrupted).toBe(true);
    await expect(failing(false)).rejects.toThrow("no healthy service");
  });

  test("runs both sides at once in a duet, and says that sizes are under contention", async () => {
    const { comparison, seen } = await gather({ ...plan, kind: "duet" }, slower(1.25));
    expect(new Set(seen.runs.map((run) => run.place))).toEqual(new Set(["together"]));
    expect(comparison?.pairs.every((pair) => pair.order === "both")).toBe(true);
    expect(comparison?.notes.map((note) => note.kind)).toContain("duet");
  });

  test("waits for the other side of a duet when one fails", async () => {
    let otherEnded = false;
    const hooks: GatherHooks = {
      measure: async ({ side }) => {
        if (side === "a") throw new Error("the service died");
        await Promise.resolve();
        otherEnded = true;
        return syntheticRecording({ id: "b" });
      },
      coolDown: async () => undefined,
      interrupted: new AbortController().signal,
      onProgress: () => undefined,
    };
    await expect(gatherPairs({ ...plan, kind: "duet" }, hooks)).rejects.toThrow("the service died");
    expect(otherEnded).toBe(true);
  });
});

describe("a regression at rest", () => {
  /** Ten pairs of instances over eight rows each, B slower by `percent`. */
  const restTimes = (percent: number) =>
    Array.from({ length: 10 }, (_, i) => ({
      rows: Array.from({ length: 8 }, (_, row) => ({
        id: `r${row}`,
        aMs: 20 + row,
        bMs: (20 + row) * (1 + percent / 100 + 0.001 * (((i * 3 + row) % 7) - 3)),
      })),
    }));

  test("that is certain ends after the first pair, and says why", async () => {
    const { comparison, seen } = await gather({ ...plan, compare: { restTimes: restTimes(5) } }, slower(1));
    expect(seen.runs).toHaveLength(2);
    expect(comparison).toMatchObject({ verdict: "regressed", design: { interrupted: false, looksTaken: 0 } });
    expect(comparison?.headline).toMatch(/^regressed: latency at rest [\d.]+ → [\d.]+ ms \(\+5\.\d %/);
    expect(comparison?.headline).toContain("10 pairs of instances at rest, 1 interleaved pair");
    expect(comparison?.notes.map((n) => n.kind)).toEqual(["ended at rest"]);
  });
  test("is what all pairs would have said too", async () => {
    const whole = { ...plan, compare: { restTimes: restTimes(5) }, endsAtRest: false };
    const { comparison, seen } = await gather(whole, slower(1));
    expect(seen.runs).toHaveLength(20);
    expect(comparison?.metrics.find((row) => row.metric === "restMs")?.verdict).toBe("regressed");
  });
  test.each([
    ["below the floor", 2],
    ["for the better, since the load may say otherwise", -20],
  ])("does not end it when the change is %s", async (_, percent) => {
    const { seen } = await gather({ ...plan, compare: { restTimes: restTimes(percent) } }, slower(1));
    expect(seen.runs).toHaveLength(20);
  });
});
