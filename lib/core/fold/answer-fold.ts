// Counts of right and wrong answers, per text, over the measured phase.

import type { AnswerFault, Tags } from "../metric-sample.ts";
import { tag } from "../metric-sample.ts";
import type { AnswerRecord } from "../recording.ts";

/** Counts since the last drain, in a form that crosses threads. */
export type AnswerDelta = AnswerRecord;

const faults: readonly string[] = [
  "malformed",
  "count",
  "label",
  "score",
  "batch-differs",
  "mixed-up",
] satisfies AnswerFault[];
const isFault = (x: string | undefined): x is AnswerFault => x !== undefined && faults.includes(x);

export class AnswerFold {
  #checked = 0;
  #mismatched = 0;
  #labelled = 0;
  #correct = 0;
  readonly #faults = new Map<AnswerFault, number>();

  addAnswer(right: boolean, tags: Tags): void {
    this.#checked += 1;
    if (right) return;
    this.#mismatched += 1;
    const fault = tags[tag.fault];
    if (isFault(fault)) this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + 1);
  }

  addLabelled(correct: boolean): void {
    this.#labelled += 1;
    if (correct) this.#correct += 1;
  }

  absorb(delta: AnswerDelta): void {
    this.#checked += delta.checked;
    this.#mismatched += delta.mismatched;
    this.#labelled += delta.labelled;
    this.#correct += delta.correct;
    for (const fault of Object.keys(delta.faults).filter(isFault)) {
      this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + (delta.faults[fault] ?? 0));
    }
  }

  drain(): AnswerDelta {
    const delta = this.close();
    this.#checked = this.#mismatched = this.#labelled = this.#correct = 0;
    this.#faults.clear();
    return delta;
  }

  close(): AnswerRecord {
    return {
      checked: this.#checked,
      mismatched: this.#mismatched,
      faults: Object.fromEntries(this.#faults),
      labelled: this.#labelled,
      correct: this.#correct,
    };
  }
}
