// The texts that are sent: real messages with their true labels (lib/k6/corpus/README.md says whence). Shared by all
// VUs, so that a thousand users hold one copy.

import { SharedArray } from "k6/data";
import type { TextChoice } from "../core/load/workload.ts";
import corpus from "./corpus/texts.json" with { type: "json" };

export interface CorpusText {
  readonly id: string;
  readonly label: string;
  readonly text: string;
}

const texts = new SharedArray<CorpusText>("corpus", () => corpus.texts);

/** A text as it is sent, with what is known about it. */
export interface SentText {
  /** Corpus id, or null for a text made unique, which is in no golden set. */
  readonly id: string | null;
  readonly label: string;
  readonly text: string;
}

export const corpusSize = (): number => texts.length;

/** The text of a choice. */
export function textOf(choice: TextChoice): SentText {
  const entry = texts[choice.text];
  if (entry === undefined) throw new RangeError(`the corpus has ${texts.length} texts, none at ${choice.text}`);
  return choice.marker === undefined
    ? { id: entry.id, label: entry.label, text: entry.text }
    : { id: null, label: entry.label, text: `${choice.marker} ${entry.text}` };
}
