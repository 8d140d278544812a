import { expect, test } from "vitest";
import { type Millis, ms } from "../../lib/core/units.ts";
import { VirtualClock } from "../../test/support/virtual-clock.ts";
import type { Problems } from "../options/field-reader.ts";
import { readScenario, type Scenario } from "../options/scenario.ts";
import { everyNth, type Stripe, WHOLE } from "../schedule/stripe.ts";
import { executorOf } from "./executors.ts";
import type { LentVu, ScenarioHost } from "./scenario-host.ts";

const scenario = (source: Record<string, unknown>): Scenario => {
  const problems: Problems = [];
  const read = readScenario("test", source, problems);
  if (read === undefined || problems.length > 0) throw new Error(problems.join("; "));
  return read;
};

interface Iteration {
  readonly vu: number;
  readonly from: number;
  to?: number;
  cut?: boolean;
}

/** A run in virtual time whose iterations all last `length` ms; VUs are numbered in the order they are lent. */
class FakeRun {
  readonly clock = new VirtualClock();
  readonly iterations: Iteration[] = [];
  readonly ended = new AbortController();
  dropped = 0;
  lent = 0;
  readonly #length: number;
  readonly #vus = new Set<LentVu>();
  #free: LentVu[] = [];

  constructor(length: number) {
    this.#length = length;
  }

  host(iterations: Stripe, vus: Stripe): ScenarioHost {
    return {
      clock: this.clock,
      start: ms(0),
      iterations,
      vus,
      ended: this.ended.signal,
      lend: async () => {
        const vu = this.#free.shift() ?? this.#newVu(++this.lent);
        this.#vus.add(vu);
        return vu;
      },
      takeBack: (vu) => {
        this.#vus.delete(vu);
        this.#free = [...this.#free, vu];
      },
      drop: (count) => {
        this.dropped += count;
      },
    };
  }

  /** As the engine does: nothing new starts, what runs is cut. */
  end(): void {
    this.ended.abort();
    for (const vu of this.#vus) vu.cut();
  }

  #newVu(number: number): LentVu {
    let stop: (() => void) | undefined;
    return {
      iterate: () =>
        new Promise((resolve) => {
          const iteration: Iteration = { vu: number, from: this.clock.now() };
          this.iterations.push(iteration);
          const finish = (): void => {
            stop = undefined;
            iteration.to = this.clock.now();
            resolve();
          };
          const cancel = this.clock.at(ms(this.clock.now() + this.#length), finish);
          stop = () => {
            cancel();
            iteration.cut = true;
            finish();
          };
        }),
      cut: () => stop?.(),
    };
  }
}

const play = async (source: Record<string, unknown>, length: number, until: number, shares = [WHOLE, WHOLE]) => {
  const run = new FakeRun(length);
  let endedAt: Millis | undefined;
  const [iterations = WHOLE, vus = WHOLE] = shares;
  const done = executorOf(scenario(source))(run.host(iterations, vus)).then(() => {
    endedAt = run.clock.now();
  });
  await run.clock.advance(until);
  await done;
  return { run, endedAt, starts: run.iterations.map((i) => i.from) };
};

test("constant-vus loops until its duration, then lets iterations finish", async () => {
  const { run, endedAt } = await play({ executor: "constant-vus", vus: 2, duration: "1s" }, 300, 60_000);
  expect(run.iterations.filter((i) => i.vu === 1).map((i) => i.from)).toEqual([0, 300, 600, 900]);
  expect(run.iterations.length).toBe(8);
  expect(endedAt).toBe(1200);
  expect(run.iterations.some((i) => i.cut)).toBe(false);
});

test("what outlasts gracefulStop is cut", async () => {
  const source = { executor: "constant-vus", vus: 1, duration: "1s", gracefulStop: "500ms" };
  const { run, endedAt } = await play(source, 5000, 60_000);
  expect(run.iterations).toEqual([{ vu: 1, from: 0, to: 1500, cut: true }]);
  expect(endedAt).toBe(1500);
});

test("per-vu-iterations gives each VU its number, and drops what maxDuration leaves", async () => {
  const full = await play({ executor: "per-vu-iterations", vus: 3, iterations: 4 }, 100, 700_000);
  expect(full.run.iterations.length).toBe(12);
  expect(full.run.dropped).toBe(0);
  expect(full.endedAt).toBe(400);
  const short = await play({ executor: "per-vu-iterations", vus: 2, iterations: 4, maxDuration: "1s" }, 600, 60_000);
  expect(short.run.iterations.length).toBe(4);
  expect(short.run.dropped).toBe(4);
});

test("shared-iterations are shared out by who is free", async () => {
  const { run } = await play({ executor: "shared-iterations", vus: 3, iterations: 10 }, 100, 700_000);
  expect(run.iterations.length).toBe(10);
  expect(run.dropped).toBe(0);
  const short = await play({ executor: "shared-iterations", vus: 1, iterations: 10, maxDuration: "1s" }, 300, 60_000);
  expect(short.run.iterations.length).toBe(4);
  expect(short.run.dropped).toBe(6);
});

test("constant-arrival-rate starts on time, from 0, whatever iterations last", async () => {
  const source = { executor: "constant-arrival-rate", rate: 10, duration: "1s", preAllocatedVUs: 20 };
  const { run, starts } = await play(source, 950, 60_000);
  expect(starts).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
  expect(run.dropped).toBe(0);
});

test("an arrival without a free VU is lost, and one VU more is made up to maxVUs", async () => {
  const source = { executor: "constant-arrival-rate", rate: 10, duration: "1s", preAllocatedVUs: 1, maxVUs: 3 };
  const { run } = await play(source, 10_000, 60_000);
  expect(run.lent).toBe(3);
  expect(run.iterations.map((i) => i.from)).toEqual([0, 200, 400]);
  expect(run.dropped).toBe(7);
});

test("idle VUs take turns, the one that waited longest first", async () => {
  const source = { executor: "constant-arrival-rate", rate: 10, duration: "1s", preAllocatedVUs: 3 };
  const { run } = await play(source, 10, 60_000);
  expect(run.iterations.map((i) => i.vu)).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3, 1]);
});

test("ramping-vus: up after the first step, down one step later; the highest VU leaves first", async () => {
  const stages = [
    { duration: "4s", target: 2 },
    { duration: "4s", target: 0 },
  ];
  const { run } = await play({ executor: "ramping-vus", startVUs: 0, stages }, 100, 60_000);
  const first = (vu: number): number | undefined => run.iterations.find((i) => i.vu === vu)?.from;
  const last = (vu: number): number | undefined => run.iterations.findLast((i) => i.vu === vu)?.from;
  expect([first(1), first(2)]).toEqual([2000, 4000]);
  expect([last(1), last(2)]).toEqual([7900, 5900]);
});

test("a VU that is ramped down is cut after gracefulRampDown, but goes on when it is needed before", async () => {
  const down = [
    { duration: "1s", target: 1 },
    { duration: "0s", target: 0 },
    { duration: "10s", target: 0 },
  ];
  const cut = await play({ executor: "ramping-vus", startVUs: 1, stages: down, gracefulRampDown: "2s" }, 9000, 90_000);
  expect(cut.run.iterations).toEqual([{ vu: 1, from: 0, to: 3000, cut: true }]);
  const back = [
    { duration: "1s", target: 1 },
    { duration: "0s", target: 0 },
    { duration: "1s", target: 0 },
    { duration: "0s", target: 1 },
    { duration: "5s", target: 1 },
  ];
  const kept = await play({ executor: "ramping-vus", startVUs: 1, stages: back, gracefulRampDown: "2s" }, 4000, 90_000);
  expect(kept.run.iterations.map((i) => [i.from, i.to, i.cut ?? false])).toEqual([
    [0, 4000, false],
    [4000, 8000, false],
  ]);
});

test("a run that ends early starts nothing more", async () => {
  for (const source of [
    { executor: "constant-vus", vus: 2, duration: "10s" },
    { executor: "ramping-vus", startVUs: 1, stages: [{ duration: "10s", target: 5 }] },
    { executor: "constant-arrival-rate", rate: 10, duration: "10s", preAllocatedVUs: 20 },
    { executor: "per-vu-iterations", vus: 2, iterations: 1000 },
    { executor: "shared-iterations", vus: 2, iterations: 1000 },
  ]) {
    const run = new FakeRun(700);
    const done = executorOf(scenario(source))(run.host(WHOLE, WHOLE));
    await run.clock.advance(1500);
    run.end();
    await done;
    expect(run.iterations.every((i) => i.from <= 1500 && (i.to ?? 0) <= 1500)).toBe(true);
  }
});

test("threads together run each iteration and each VU once", async () => {
  const sources = [
    { executor: "constant-arrival-rate", rate: 50, duration: "2s", preAllocatedVUs: 8 },
    { executor: "shared-iterations", vus: 4, iterations: 21 },
    { executor: "per-vu-iterations", vus: 5, iterations: 3 },
  ];
  for (const source of sources) {
    const alone = await play(source, 10, 700_000);
    const shares = [0, 1].map((i) => [everyNth(i, 2), everyNth(i, 2)]);
    const halves = await Promise.all(shares.map((share) => play(source, 10, 700_000, share)));
    const total = halves.reduce((sum, half) => sum + half.run.iterations.length, 0);
    expect(total).toBe(alone.run.iterations.length);
  }
});
