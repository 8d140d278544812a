// Times at rest with known truth, request by request: what an instance does to all of its answers, drift, neighbours
// that come and go in bursts, single stalls, and an instance now and then that is slow all its life. The shape is that
// of live measurements (a pair of instances deviates by 0.3 to 0.7 % with nothing else going on); the rest is worse.

import type { RestInstance } from "../../lib/core/compare/rest-latency.ts";
import { restBlocks } from "../../lib/core/compare/rest-plan.ts";
import type { Random } from "../../lib/core/random.ts";
import { normals } from "./simulation.ts";

export interface RestEnvironment {
  /** What one instance has in common in all of its answers, sd of the log. */
  readonly instanceSd: number;
  /** Share of instances that are a tenth slower all their life. */
  readonly slowShare: number;
  /** Drift of the machine from one request to the next, sd of the log step. */
  readonly driftSd: number;
  /** Chance of a burst of other work to begin with a request; it lasts about 20 of them and makes each 30 % slower. */
  readonly burstRate: number;
  /** A request's own noise. */
  readonly requestSd: number;
}

const calm: RestEnvironment = { instanceSd: 0.004, slowShare: 0, driftSd: 0.001, burstRate: 0, requestSd: 0.03 };

export const restEnvironments = {
  calm,
  "instance effects": { ...calm, instanceSd: 0.03 },
  "one slow instance in ten": { ...calm, slowShare: 0.1 },
  drift: { ...calm, driftSd: 0.02 },
  bursts: { ...calm, burstRate: 0.03, requestSd: 0.06 },
} satisfies Record<string, RestEnvironment>;

const ROWS = Array.from({ length: 60 }, (_, i) => ({ id: `r${i}`, baseMs: 8 + 1.5 * i }));
const BURST_ENDS = 1 / 20;

/** `count` pairs of instances; `shift` is B's log ratio to A. The machine goes on from one to the next. */
export const simulateRest = (
  env: RestEnvironment,
  count: number,
  shift: number,
  seed: number,
  random: Random,
): readonly RestInstance[] => {
  const normal = normals(random);
  let [drift, burst] = [0, false];
  const ask = (baseMs: number, level: number): number => {
    drift += env.driftSd * normal();
    burst = burst ? random() > BURST_ENDS : random() < env.burstRate;
    return baseMs * Math.exp(level + drift + (burst ? Math.log(1.3) : 0) + env.requestSd * normal());
  };
  const level = (): number => env.instanceSd * normal() + (random() < env.slowShare ? Math.log(1.1) : 0);
  return Array.from({ length: count }, (_, i) => {
    const [levelA, levelB] = [level(), level() + shift];
    const rows = restBlocks(ROWS, seed + i).flatMap(({ rows: asked, order }) => {
      const sides = {
        A: () => asked.map((r) => ask(r.baseMs, levelA)),
        B: () => asked.map((r) => ask(r.baseMs, levelB)),
      };
      const first = order === "AB" ? sides.A() : sides.B();
      const second = order === "AB" ? sides.B() : sides.A();
      const [timesA, timesB] = order === "AB" ? [first, second] : [second, first];
      return asked.map(({ id }, j) => ({ id, aMs: timesA[j] ?? Number.NaN, bMs: timesB[j] ?? Number.NaN }));
    });
    return { rows };
  });
};
