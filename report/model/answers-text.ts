// How right the answers are, in the sentences that a run and a comparison share.

import { formatCount, plural } from "../../lib/core/format.ts";

export const NONE_CHECKED = "No answer was compared with the right one.";

/** "All 16 192 answers checked are right" */
export const allRight = (checked: number): string => `All ${formatCount(checked)} answers checked are right`;

/** "6 of 3 300 answers are wrong" */
export const someWrong = (wrong: number, checked: number): string =>
  `${formatCount(wrong)} of ${formatCount(checked)} answers are wrong`;

/** "All 209 checks of the script held" */
export const allHeld = (checked: number): string => `All ${plural(checked, "check")} of the script held`;

/** "3 of 209 checks failed" */
export const someFailed = (failed: number, checked: number): string =>
  `${formatCount(failed)} of ${plural(checked, "check")} failed`;

/** A sentence after another one; none where no label is known. */
export const accuracyText = (correct: number, labelled: number): string =>
  labelled === 0
    ? ""
    : ` Accuracy is ${((correct / labelled) * 100).toFixed(1)} % of ${plural(labelled, "labelled row")}.`;
