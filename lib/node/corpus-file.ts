// The committed text corpus, as the command line reads it; the scenarios have it in their bundle.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isRecord } from "../core/json.ts";
import { contentHash } from "./suite-facts.ts";
import { suiteRoot } from "./suite-root.ts";

export interface CorpusText {
  readonly id: string;
  readonly label: string;
  readonly text: string;
}

export interface Corpus {
  readonly hash: string;
  readonly texts: readonly CorpusText[];
}

const isText = (x: unknown): x is CorpusText =>
  isRecord(x) && typeof x.id === "string" && typeof x.label === "string" && typeof x.text === "string";

/** Reads lib/k6/corpus/texts.json. */
export async function readCorpus(): Promise<Corpus> {
  const content = await readFile(join(suiteRoot(), "lib/k6/corpus/texts.json"), "utf8");
  const json: unknown = JSON.parse(content);
  const texts = isRecord(json) && Array.isArray(json.texts) ? json.texts.filter(isText) : [];
  if (texts.length === 0) throw new Error("lib/k6/corpus/texts.json holds no texts: the suite is not whole");
  return { hash: contentHash(content), texts };
}
