// When two answers about one text are the same: equal label, and a score within the tolerance of the contract.

import { type Prediction, SCORE_TOLERANCE } from "../service-contract.ts";

const sameScore = (a: Prediction, b: Prediction): boolean => Math.abs(a.score - b.score) <= SCORE_TOLERANCE;

export const sameAnswer = (a: Prediction, b: Prediction): boolean => a.label === b.label && sameScore(a, b);
