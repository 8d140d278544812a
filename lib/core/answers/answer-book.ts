// A golden set made ready for looking things up while answers come in: what an input should get, and whose answer a
// given answer is. Holds no state of the run.

import { labelOf } from "../service/label.ts";
import { alike, TOLERANCE } from "../service/same.ts";
import { firstNumber, isDistinctive } from "./distinctive.ts";
import type { GoldenSet } from "./golden-set.ts";

export interface AnswerBook {
  /** The golden answer to an input; undefined when it has none (a text made unique, an unstable input). */
  expected(id: string | null): unknown;
  /** The canary whose golden answer this is; undefined when no canary, or not only one, answers like that. */
  owner(answer: unknown): string | undefined;
  /** Inputs that nothing else answers alike, so that their answer given to another text proves a mix-up. */
  readonly canaries: readonly string[];
  same(a: unknown, b: unknown): boolean;
  label(answer: unknown): string | undefined;
}

/**
 * Numbers nearer than this to another input's make a poor canary. Ten times the tolerance: a wrong number that is not
 * a mix-up then looks like one of `n` canaries with a chance of 2·n·tolerance at most.
 */
const CANARY_DISTANCE = 10 * TOLERANCE;

/** Neighbours looked at: where more than these begin with the same number, telling them apart costs every user time. */
const MOST_NEIGHBOURS = 50;

interface Entry {
  readonly id: string;
  readonly answer: unknown;
  readonly at: number;
}

const byNumber = ({ inputs, unstable }: Answered): readonly Entry[] => {
  const left = new Set(unstable);
  return Object.entries(inputs)
    .filter(([id]) => !left.has(id))
    .map(([id, answer]) => ({ id, answer, at: firstNumber(answer) ?? 0 }))
    .sort((a, b) => a.at - b.at);
};

type Same = (a: unknown, b: unknown) => boolean;

function standsAlone(entry: Entry, i: number, sorted: readonly Entry[], near: Same): boolean {
  if (!isDistinctive(entry.answer)) return false;
  for (const step of [-1, 1]) {
    for (let j = i + step; ; j += step) {
      const other = sorted[j];
      if (other === undefined || Math.abs(other.at - entry.at) > CANARY_DISTANCE * Math.max(1, Math.abs(entry.at)))
        break;
      if (Math.abs(j - i) > MOST_NEIGHBOURS || near(entry.answer, other.answer)) return false;
    }
  }
  return true;
}

type Answered = Pick<GoldenSet, "inputs" | "unstable">;

/** How answers of one kind are compared and named; unset: as `alike` and `labelOf` do. */
export interface AnswerReading {
  same?(a: unknown, b: unknown): boolean;
  label?(answer: unknown): string | undefined;
}

export function answerBook(set: Answered, reading: AnswerReading = {}): AnswerBook {
  const sorted = byNumber(set);
  const expected = new Map(sorted.map((e) => [e.id, e.answer]));
  const same: Same = (a, b) => (reading.same ?? alike)(a, b);
  const near: Same = (a, b) => (reading.same ?? alike)(a, b) || alike(a, b, CANARY_DISTANCE);
  const canaries = sorted.filter((entry, i) => standsAlone(entry, i, sorted, near));
  return {
    expected: (id) => (id === null ? undefined : expected.get(id)),
    owner: (answer) => canaries.find((c) => same(c.answer, answer))?.id,
    canaries: canaries.map((c) => c.id),
    same,
    label: (answer) => (reading.label ?? labelOf)(answer),
  };
}
