// Counts of right and wrong answers, per text, over the measured phase.

import type { AnswerFault, Tags } from "../metric-sample.ts";
import { metric, tag } from "../metric-sample.ts";
import type { AnswerRecord } from "../recording.ts";

/** Counts since the last drain, in a form that crosses threads. */
export type AnswerDelta = AnswerRecord;

const faults: readonly string[] = [
  "malformed",
  "error",
  "count",
  "label",
  "score",
  "batch-differs",
  "mixed-up",
] satisfies AnswerFault[];
const isFault = (x: string | undefined): x is AnswerFault => x !== undefined && faults.includes(x);

/** Enough to look at; a service that answers everything wrongly must not fill the recording. */
const WRONG_INPUTS_KEPT = 100;

export class AnswerFold {
  #checked = 0;
  #mismatched = 0;
  #labelled = 0;
  #correct = 0;
  readonly #faults = new Map<AnswerFault, number>();
  readonly #wrongInputs = new Set<string>();

  /** @param name one of the answer metrics; others are not for this fold */
  add(name: string, count: number, tags: Tags): void {
    switch (name) {
      case metric.checked:
        this.#checked += count;
        return;
      case metric.labelled:
        this.#labelled += count;
        return;
      case metric.correct:
        this.#correct += count;
        return;
      case metric.wrong:
        this.#mismatched += count;
        this.#addFault(tags[tag.fault], count);
        this.#addInput(tags[tag.input]);
        return;
      default:
        return;
    }
  }

  absorb(delta: AnswerDelta): void {
    this.#checked += delta.checked;
    this.#mismatched += delta.mismatched;
    this.#labelled += delta.labelled;
    this.#correct += delta.correct;
    for (const [fault, n] of Object.entries(delta.faults)) this.#addFault(fault, n);
    for (const input of delta.wrongInputs) this.#addInput(input);
  }

  drain(): AnswerDelta {
    const delta = this.close();
    this.#checked = this.#mismatched = this.#labelled = this.#correct = 0;
    this.#faults.clear();
    this.#wrongInputs.clear();
    return delta;
  }

  close(): AnswerRecord {
    return {
      checked: this.#checked,
      mismatched: this.#mismatched,
      faults: Object.fromEntries(this.#faults),
      wrongInputs: [...this.#wrongInputs].sort().slice(0, WRONG_INPUTS_KEPT),
      labelled: this.#labelled,
      correct: this.#correct,
    };
  }

  #addFault(fault: string | undefined, count: number): void {
    if (isFault(fault)) this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + count);
  }

  #addInput(input: string | undefined): void {
    if (input !== undefined) this.#wrongInputs.add(input);
  }
}
