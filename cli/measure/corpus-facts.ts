// What texts a run sends, as far as a comparison must know.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isRecord } from "../../lib/core/json.ts";
import type { Payload } from "../../lib/core/recording.ts";
import { contentHash } from "../../lib/node/suite-facts.ts";
import { suiteRoot } from "../../lib/node/suite-root.ts";

/** Hash and size of the committed corpus. */
export async function corpusFacts(): Promise<Pick<Payload, "corpusHash" | "texts">> {
  const content = await readFile(join(suiteRoot(), "lib/k6/corpus/texts.json"), "utf8");
  const json: unknown = JSON.parse(content);
  const texts = isRecord(json) && Array.isArray(json.texts) ? json.texts.length : 0;
  return { corpusHash: contentHash(content), texts };
}
