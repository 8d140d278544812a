// A golden set made ready for looking things up while answers come in: what an input should get, and whose answer a
// given answer is. Holds no state of the run.

import { type Prediction, SCORE_TOLERANCE } from "../service-contract.ts";
import type { GoldenSet } from "./golden-set.ts";
import { sameAnswer } from "./same-answer.ts";

export interface AnswerBook {
  /** The golden answer to an input; undefined when it has none (a text made unique, an unstable input). */
  expected(id: string | null): Prediction | undefined;
  /** The canary whose golden answer this is; undefined when no canary, or not only one, answers like that. */
  owner(answer: Prediction): string | undefined;
  /** Inputs that nothing else answers alike, so that their answer given to another text proves a mix-up. */
  readonly canaries: readonly string[];
}

/**
 * Scores nearer than this to another input's make a poor canary. Ten times the tolerance: a wrong score that is not
 * a mix-up then looks like one of `n` canaries with a chance of 2·n·tolerance at most.
 */
const CANARY_DISTANCE = 10 * SCORE_TOLERANCE;

interface Entry {
  readonly id: string;
  readonly answer: Prediction;
}

const byScore = (set: GoldenSet): readonly Entry[] =>
  Object.entries(set.inputs)
    .filter(([id]) => !set.unstable.includes(id))
    .map(([id, answer]) => ({ id, answer }))
    .sort((a, b) => a.answer.score - b.answer.score);

const standsAlone = (entry: Entry, i: number, sorted: readonly Entry[]): boolean => {
  const gap = (other: Entry | undefined): number =>
    other === undefined ? Number.POSITIVE_INFINITY : Math.abs(other.answer.score - entry.answer.score);
  return gap(sorted[i - 1]) > CANARY_DISTANCE && gap(sorted[i + 1]) > CANARY_DISTANCE;
};

export function answerBook(set: GoldenSet): AnswerBook {
  const sorted = byScore(set);
  const expected = new Map(sorted.map((e) => [e.id, e.answer]));
  const canaries = sorted.filter(standsAlone);
  return {
    expected: (id) => (id === null ? undefined : expected.get(id)),
    owner: (answer) => canaries.find((c) => sameAnswer(c.answer, answer))?.id,
    canaries: canaries.map((c) => c.id),
  };
}
