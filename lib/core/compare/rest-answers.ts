// Answers at rest: both versions asked about the same unique inputs, one request at a time. Here the input, not the
// run, is the unit of evidence, so McNemar's test applies; asking a text again under load would add nothing.

import { agreement } from "../answers/accuracy.ts";
import type { GoldenSet } from "../answers/golden-set.ts";
import type { SameAbout } from "../answers/take-golden.ts";
import { formatCount, formatPercent } from "../format.ts";
import { clopperPearson } from "../stat/clopper-pearson.ts";
import { mcnemarP } from "../stat/mcnemar.ts";
import { differenceInterval, Z } from "./counts.ts";
import type { Family, Pending } from "./family.ts";
import type { AnswerRow, RowVerdict } from "./model.ts";

/** Smallest change in accuracy that matters, and the margin of "no change". */
const FLOOR = 0.005;

export interface AtRest {
  readonly a: GoldenSet;
  readonly b: GoldenSet;
  /** Whether an answer about an input is right; undefined where nobody knows. */
  right(id: string, answer: unknown): boolean | undefined;
  /** Whether accuracy is measured: right answers are known, and both versions speak their vocabulary. */
  readonly accuracy: boolean;
  /** When two answers about one input are the same; unset: alike in every part. */
  readonly same?: SameAbout;
}

interface Rights {
  readonly inputs: number;
  readonly wrongA: number;
  readonly wrongB: number;
  /** Inputs that only one side got right. */
  readonly onlyA: number;
  readonly onlyB: number;
}

const rightsOf = ({ a, b, right }: AtRest): Rights => {
  const unstable = new Set([...a.unstable, ...b.unstable]);
  const judged = Object.entries(a.inputs).flatMap(([id, answer]) => {
    const other = b.inputs[id];
    if (other === undefined || unstable.has(id)) return [];
    const [rightA, rightB] = [right(id, answer), right(id, other)];
    // A label that cannot be read where the other version's can is no right answer.
    if (rightA === undefined && rightB === undefined) return [];
    return [{ rightA: rightA === true, rightB: rightB === true }];
  });
  const count = (holds: (x: { rightA: boolean; rightB: boolean }) => boolean): number => judged.filter(holds).length;
  return {
    inputs: judged.length,
    wrongA: count((x) => !x.rightA),
    wrongB: count((x) => !x.rightB),
    onlyA: count((x) => x.rightA && !x.rightB),
    onlyB: count((x) => !x.rightA && x.rightB),
  };
};

const rowOf = (
  kind: AnswerRow["kind"],
  inputs: number,
  wrongA: number,
  wrongB: number,
): Omit<AnswerRow, "verdict" | "p" | "pHolm" | "notes" | "floor"> => ({
  id: `at rest.${kind}`,
  endpoint: "at rest",
  kind,
  gated: true,
  wrongA,
  checkedA: inputs,
  wrongB,
  checkedB: inputs,
  fractionA: wrongA / inputs,
  fractionB: wrongB / inputs,
  difference: (wrongB - wrongA) / inputs,
  differenceInterval: differenceInterval(
    { a: [{ hits: wrongA, trials: inputs }], b: [{ hits: wrongB, trials: inputs }] },
    Z.twoSided95,
  ),
});

/** Any disagreement with the baseline's own answers is a change: same weights must give same answers. */
const agreementRow = (atRest: AtRest): Pending<AnswerRow>[] => {
  const { differing, unstable, inputs } = agreement(atRest.a, atRest.b, atRest.same);
  if (inputs === 0) return [];
  const least = clopperPearson(inputs - differing.length, inputs, 0.05)[0];
  const notes = [
    `of ${formatCount(inputs)} unique inputs at least ${formatPercent(least)} agree (95 %)`,
    ...(differing.length > 0 ? [`differing: ${differing.slice(0, 5).join(", ")}`] : []),
    ...(unstable.length > 0
      ? [`${unstable.length} inputs left out: one version answers them differently each time`]
      : []),
  ];
  const verdict: RowVerdict = differing.length > 0 ? "regressed" : "no-change";
  const row = { ...rowOf("mismatched", inputs, 0, differing.length), verdict, p: null, pHolm: null, floor: 0, notes };
  return [{ familyP: null, close: () => row }];
};

const accuracyVerdict = (r: Rights, pHolm: number, family: Family): RowVerdict => {
  const rise = (r.wrongB - r.wrongA) / r.inputs;
  if (pHolm <= family.alpha && rise >= FLOOR) return "regressed";
  if (pHolm <= family.alpha && rise <= -FLOOR) return "improved";
  // Not a test: with so few disagreements the accuracies cannot differ by more than the floor on these inputs.
  return (r.onlyA + r.onlyB) / r.inputs < FLOOR ? "no-change" : "inconclusive";
};

const accuracyRow = (atRest: AtRest): Pending<AnswerRow>[] => {
  if (!atRest.accuracy) return [];
  const r = rightsOf(atRest);
  if (r.inputs === 0) return [];
  const p = mcnemarP(r.onlyA, r.onlyB);
  const notes = [`only A right: ${r.onlyA}, only B right: ${r.onlyB}, of ${formatCount(r.inputs)} unique inputs`];
  const row = { ...rowOf("incorrect", r.inputs, r.wrongA, r.wrongB), p, floor: FLOOR, notes };
  return [
    { familyP: p, close: (pHolm, family) => ({ ...row, pHolm, verdict: accuracyVerdict(r, pHolm ?? p, family) }) },
  ];
};

/** Agreement with A, and accuracy where labels are known; nothing when the sets share no input. */
export const pendingRestAnswers = (atRest: AtRest | null): readonly Pending<AnswerRow>[] =>
  atRest === null ? [] : [...agreementRow(atRest), ...accuracyRow(atRest)];
