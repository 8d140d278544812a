// A small language model, honest and old: word trigrams of the mail corpus, interpolated. It writes nonsense in the
// manner of mail; what matters here is that each word costs the work of choosing it from the whole vocabulary.

import type { Random } from "../../lib/core/random.ts";

export interface LanguageModel {
  readonly vocabulary: number;
  /** The words of a text as ids, unknown ones left out. */
  encode(text: string): readonly number[];
  /**
   * The next word after `context`, or undefined where the text ends.
   * @param temperature below 1 sharpens the distribution, above 1 flattens it
   */
  next(context: readonly number[], temperature: number, random: Random): number | undefined;
  /** The word as it is appended to a text: with its space, unless it is punctuation. */
  decode(word: number): string;
}

/** Id of the end of a text. */
const END = 0;
/**
 * Weights of the trigram's, bigram's and word's share, and of a word never seen here: linear interpolation (Jelinek and
 * Mercer 1980; Chen and Goodman, "An empirical study of smoothing techniques", 1999, section 2.3), fixed instead of
 * fitted, since nobody reads the text.
 */
const WEIGHTS = { trigram: 0.6, bigram: 0.3, unigram: 0.09, uniform: 0.01 } as const;

const WORD = /[a-z0-9$']+|[.,!?:;]/g;
const words = (text: string): readonly string[] => text.toLowerCase().match(WORD) ?? [];

/** Counts of the words that follow a context. */
class Followers {
  readonly counts = new Map<number, number>();
  total = 0;

  add(word: number): void {
    this.counts.set(word, (this.counts.get(word) ?? 0) + 1);
    this.total += 1;
  }
}

const counted = <K>(all: Map<K, Followers>, key: K): Followers => {
  const known = all.get(key);
  if (known !== undefined) return known;
  const made = new Followers();
  all.set(key, made);
  return made;
};

/** Learns from texts. @throws RangeError when they hold no word */
export function trainTrigrams(texts: readonly string[]): LanguageModel {
  const ids = new Map<string, number>([["", END]]);
  const bigrams = new Map<number, Followers>();
  const trigrams = new Map<string, Followers>();
  const all = new Followers();
  for (const text of texts) {
    let [before, last] = [END, END];
    for (const word of [...words(text), ""]) {
      const id = ids.get(word) ?? ids.size;
      ids.set(word, id);
      all.add(id);
      counted(bigrams, last).add(id);
      counted(trigrams, `${before} ${last}`).add(id);
      [before, last] = [last, id];
    }
  }
  if (ids.size < 2) throw new RangeError("a language model needs texts with words in them");
  const spellings = [...ids.keys()];
  const size = spellings.length;
  const base = Float64Array.from(
    spellings,
    (_, id) => (WEIGHTS.unigram * (all.counts.get(id) ?? 0)) / all.total + WEIGHTS.uniform / size,
  );
  const weights = new Float64Array(size);

  const spread = (weight: number, followers: Followers | undefined): void => {
    if (followers === undefined) return;
    for (const [id, count] of followers.counts) weights[id] = (weights[id] ?? 0) + (weight * count) / followers.total;
  };

  return {
    vocabulary: size,
    encode: (text) => words(text).flatMap((word) => ids.get(word) ?? []),
    decode: (word) => {
      const spelling = spellings[word] ?? "";
      return /^[.,!?:;]$/.test(spelling) ? spelling : ` ${spelling}`;
    },
    next: (context, temperature, random) => {
      const last = context.at(-1) ?? END;
      weights.set(base);
      spread(WEIGHTS.bigram, bigrams.get(last));
      spread(WEIGHTS.trigram, trigrams.get(`${context.at(-2) ?? END} ${last}`));
      let sum = 0;
      for (let id = 0; id < size; id++) {
        const weight = (weights[id] ?? 0) ** (1 / temperature);
        weights[id] = weight;
        sum += weight;
      }
      let left = random() * sum;
      for (let id = 0; id < size; id++) {
        left -= weights[id] ?? 0;
        if (left <= 0) return id === END ? undefined : id;
      }
      return undefined;
    },
  };
}
