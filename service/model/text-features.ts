// From a text to the numbers the network reads. Pure and deterministic: the weights are only right for exactly this
// function, so a change here means training again (`make train`).

/**
 * Length of a feature vector: whole words and word pairs share the first half, character 3- to 6-grams within words
 * have the second. Cross-validated on the training texts: 2048 dimensions without pairs were a third of a point worse.
 */
export const FEATURE_DIMENSIONS = 8192;
const WORDS = { start: 0, mask: 2047 } as const;
const PAIRS = { start: 2048, mask: 2047 } as const;
const GRAMS = { start: 4096, mask: 4095 } as const;

/** Classes of tokens that matter as a kind and not by their letters; `\ue000` keeps them apart from real words. The
 * bounds keep a long text without spaces from being searched anew from each of its characters. */
const ADDRESS = /[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+/g;
const LINK = /\b(?:https?:\/\/|www\.)[^\s<>"')\]]+/gi;
const TOKEN = /\ue000[a-z]+|[\p{L}][\p{L}'-]*|\d+(?:[.,]\d+)*|[$€£%!?*#=]+/gu;
const DIGIT = /^\d/;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

const hashText = (text: string, from: number, to: number, seed: number): number => {
  let hash = (FNV_OFFSET ^ seed) | 0;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  return finish(hash);
};

/** FNV-1a leaves its low bits weak for short strings; this is the finaliser of MurmurHash3. */
const finish = (hash: number): number => {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

type Space = typeof WORDS | typeof PAIRS | typeof GRAMS;

/** Signed hashing: the top bit chooses the sign, so that collisions cancel instead of adding up. */
const count = (vector: Float32Array, space: Space, hash: number): void => {
  const index = space.start + (hash & space.mask);
  vector[index] = (vector[index] ?? 0) + (hash >>> 31 === 0 ? 1 : -1);
};

/** A number by its length and a run of marks by its first sign and its length: what they say, not which they are. */
const tokenClass = (token: string): string => {
  if (DIGIT.test(token)) return `\ue000number${Math.min(token.length, 7)}`;
  const first = token.charAt(0);
  return "$€£%!?*#=".includes(first) ? `\ue000mark${first}${Math.min(token.length, 4)}` : token;
};

/** The tokens of a text: lower-cased words, and a class for links, mail addresses, numbers and runs of marks. */
export function tokenise(text: string): string[] {
  const marked = text.replace(ADDRESS, " \ue000mail ").replace(LINK, " \ue000link ");
  const tokens: string[] = [];
  for (const [token] of marked.matchAll(TOKEN)) {
    const lower = token.toLowerCase();
    tokens.push(tokenClass(lower));
    if (token.length > 2 && token !== lower && token === token.toUpperCase()) tokens.push("\ue000shout");
  }
  return tokens;
}

const addGrams = (vector: Float32Array, token: string): void => {
  const padded = ` ${token} `;
  for (let size = 3; size <= 6; size++) {
    for (let at = 0; at + size <= padded.length; at++) count(vector, GRAMS, hashText(padded, at, at + size, size));
  }
};

/** Sublinear counts, each space scaled to length 1, so that a long text and a short one weigh the same. */
const normalise = (vector: Float32Array, space: Space): void => {
  const end = space.start + space.mask + 1;
  let squares = 0;
  for (let i = space.start; i < end; i++) {
    const value = vector[i] ?? 0;
    if (value === 0) continue;
    const damped = Math.sign(value) * Math.log1p(Math.abs(value));
    vector[i] = damped;
    squares += damped * damped;
  }
  if (squares === 0) return;
  const scale = 1 / Math.sqrt(squares);
  for (let i = space.start; i < end; i++) vector[i] = (vector[i] ?? 0) * scale;
};

/** The feature vector of tokens: FEATURE_DIMENSIONS numbers, each of the three spaces of length 1 (or 0). */
export function featureVector(tokens: readonly string[]): Float32Array {
  const vector = new Float32Array(FEATURE_DIMENSIONS);
  let previous = "";
  for (const token of tokens) {
    const pair = `${previous} ${token}`;
    count(vector, WORDS, hashText(token, 0, token.length, 0));
    count(vector, PAIRS, hashText(pair, 0, pair.length, 1));
    addGrams(vector, token);
    previous = token;
  }
  for (const space of [WORDS, PAIRS, GRAMS]) normalise(vector, space);
  return vector;
}
