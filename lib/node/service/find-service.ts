// Which service a command is about: what SERVICE names, `tailgate.service.ts` where one stands, else the reference
// contract with its corpus.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { referenceService } from "../../core/service/reference.ts";
import type { World } from "../../core/world.ts";
import { readCorpus } from "../corpus-file.ts";
import { loadService } from "./load-service.ts";
import { ServiceUnderTest } from "./service-under-test.ts";

/** Names of a description that need not be said. */
const DEFAULT_NAMES = ["tailgate.service.ts", "tailgate.service.js"] as const;

/** What SERVICE says for the reference contract where a description stands in the way. */
const REFERENCE = "reference";

/** Path of the description; undefined: the reference contract. */
const serviceFile = ({ env, cwd }: Pick<World, "env" | "cwd">): string | undefined => {
  if (env.SERVICE === REFERENCE) return undefined;
  if (env.SERVICE !== undefined && env.SERVICE !== "") return resolve(cwd, env.SERVICE);
  return DEFAULT_NAMES.map((name) => join(cwd, name)).find((path) => existsSync(path));
};

/** The reference contract with the committed corpus (lib/k6/corpus/README.md). */
async function referenceUnderTest(): Promise<ServiceUnderTest> {
  const { texts, hash } = await readCorpus();
  return new ServiceUnderTest({ service: referenceService, rows: texts, dataHash: hash, file: null });
}

/** Loaded once for a process, since a comparison asks for it before every run. */
const loaded = new Map<string | undefined, Promise<ServiceUnderTest>>();

/** @throws CliError when its description or its data cannot be used */
export function findService(world: Pick<World, "env" | "cwd">): Promise<ServiceUnderTest> {
  const file = serviceFile(world);
  const known = loaded.get(file) ?? (file === undefined ? referenceUnderTest() : loadService(file));
  loaded.set(file, known);
  return known;
}
