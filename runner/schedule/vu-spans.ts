// Which VUs a ramping-vus scenario runs when: pure spans per VU, in milliseconds since the scenario's start.

import type { RampingVusScenario } from "../options/scenario.ts";

/** From when a VU starts iterations, until when it starts no new one, and when it is cut off. */
export interface VuSpan {
  /** 1, 2, 3… within the scenario. */
  readonly vu: number;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly cutMs: number;
}

interface Change {
  readonly atMs: number;
  readonly vu: number;
  readonly starts: boolean;
}

/** Starts and ends of VUs, in order of time. Up: VU u of f<u≤g starts at end − d·(g−u)/(g−f); down: it leaves at end − d·(u−1−g)/(f−g). */
function* changes({ startVus, stages }: RampingVusScenario): Generator<Change> {
  for (let vu = 1; vu <= startVus; vu++) yield { atMs: 0, vu, starts: true };
  let from = startVus;
  let end = 0;
  for (const { durationMs, target } of stages) {
    end += durationMs;
    const step = (n: number): number => end - Math.floor((durationMs * 1e6 * n) / Math.abs(target - from)) / 1e6;
    for (let vu = from + 1; vu <= target; vu++) yield { atMs: step(target - vu), vu, starts: true };
    for (let vu = from; vu > target; vu--) yield { atMs: step(vu - 1 - target), vu, starts: false };
    from = target;
  }
}

/** The whole scenario's length without its graceful stop. */
export const totalDuration = (stages: RampingVusScenario["stages"]): number =>
  stages.reduce((sum, stage) => sum + stage.durationMs, 0);

/**
 * The spans of every VU, by start. A VU that leaves finishes its iteration and is cut gracefulRampDown later, unless it
 * is needed again before that: then it goes on, and the next span's cut holds. Everything is cut at the end +
 * gracefulStop.
 */
export function vuSpans(scenario: RampingVusScenario): readonly VuSpan[] {
  const end = totalDuration(scenario.stages);
  const lastCut = end + scenario.gracefulStopMs;
  const open = new Map<number, number>();
  const spans: VuSpan[] = [];
  for (const { atMs, vu, starts } of changes(scenario)) {
    if (starts) open.set(vu, atMs);
    else {
      const cutMs = Math.min(atMs + scenario.gracefulRampDownMs, lastCut);
      spans.push({ vu, fromMs: open.get(vu) ?? 0, untilMs: atMs, cutMs });
      open.delete(vu);
    }
  }
  for (const [vu, fromMs] of open) spans.push({ vu, fromMs, untilMs: end, cutMs: lastCut });
  const real = spans.filter((span) => span.untilMs > span.fromMs).sort((a, b) => a.fromMs - b.fromMs || a.vu - b.vu);
  return keptAcrossGaps(real);
}

const keptAcrossGaps = (spans: readonly VuSpan[]): readonly VuSpan[] => {
  const nextOf = new Map<number, VuSpan>();
  return [...spans]
    .reverse()
    .map((span) => {
      const next = nextOf.get(span.vu);
      const kept = next !== undefined && next.fromMs <= span.cutMs ? { ...span, cutMs: next.cutMs } : span;
      nextOf.set(span.vu, kept);
      return kept;
    })
    .reverse();
};
