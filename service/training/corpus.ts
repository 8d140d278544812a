// Chooses the payload corpus of the scenarios from the test split: texts the network never saw, fit to be read by
// anyone. The choice follows from the ids alone.

import type { Example } from "./dataset.ts";

const CORPUS_TEXTS = 400;
const CORPUS_CHARACTERS = 440_000;
const UNFIT =
  /\b(?:sex\w*|porn\w*|xxx|adults?|nud\w+|penis|viagra|erect\w*|erotic\w*|incest\w*|slut\w*|fuck\w*|shit\w*|cock\w*|pussy|cum|rape\w*|whore\w*|bitch\w*|nigg\w+|libido|lolita\w*|teens?|horny|orgasm\w*|breasts?|bastards?|ass(?:hole)?)\b/i;

/** Mail in other alphabets was decoded as Latin-1 and is not readable; a few accents are. */
const readable = (text: string): boolean => (text.match(/[^\n -~]/g)?.length ?? 0) < 0.02 * text.length;

/** At most 400 texts, in the order of their ids, which are hashes: a random choice that anyone can repeat. */
export function chooseCorpus(test: readonly Example[]): readonly Example[] {
  const chosen: Example[] = [];
  let characters = 0;
  for (const example of [...test].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (chosen.length === CORPUS_TEXTS || characters > CORPUS_CHARACTERS) break;
    if (UNFIT.test(example.text) || !readable(example.text)) continue;
    chosen.push(example);
    characters += example.text.length;
  }
  return chosen;
}
