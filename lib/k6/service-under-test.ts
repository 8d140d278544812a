// The service a scenario asks, and the rows it carries: the reference contract with its corpus (lib/k6/corpus/README.md
// says whence). For a service of the user's, bundling puts a module with the same two exports in this one's place
// (lib/node/service/bundle-scenario.ts).

import { SharedArray } from "k6/data";
import { referenceService } from "../core/service/reference.ts";
import type { Service } from "../core/service/service.ts";
import corpus from "./corpus/texts.json" with { type: "json" };

export const service: Service<unknown> = referenceService;

/** Held once for all users. */
export const rows: readonly unknown[] = new SharedArray<unknown>("rows", () => corpus.texts);
