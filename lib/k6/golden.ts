// The golden answers a run is held against: a file that GOLDEN names, read in init. Without one, answers are judged
// by shape and count.

import { answerBook } from "../core/answers/answer-book.ts";
import { GOLDEN_SCHEMA, type GoldenSet, readGoldenSet } from "../core/answers/golden-set.ts";

const nothingKnown: GoldenSet = {
  schema: GOLDEN_SCHEMA,
  corpusHash: "",
  takenAt: "",
  target: { url: "", profile: null },
  inputs: {},
  unstable: [],
};

function goldenSet(path: string | undefined): GoldenSet {
  if (path === undefined || path === "") return nothingKnown;
  const read = readGoldenSet(JSON.parse(open(path)));
  if ("schema" in read) return read;
  throw new Error(`GOLDEN=${path}: ${read.join("; ")}`);
}

export const book = answerBook(goldenSet(__ENV.GOLDEN));
