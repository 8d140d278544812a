// The guide's baseline: inference in the request handler itself. While it runs the event loop does nothing else, so
// that every other request, /health too, waits behind it.

import { assembleParts } from "./assemble.ts";
import type { LogFile } from "./log-file.ts";
import { predictTexts } from "./model/inference.ts";
import { loadNetwork } from "./model/load.ts";
import type { Execution, Optimisation } from "./optimisation.ts";

/** Inference on this thread, warmed up. */
export function runInLoop(optimisations: readonly Optimisation[], log: LogFile, slowdown: number): Execution {
  const network = loadNetwork();
  const parts = assembleParts(optimisations, log, slowdown);
  predictTexts(network, parts, ["Warm-up\nSo that the first user does not pay for compilation."]);
  return {
    predict: (texts) => predictTexts(network, parts, texts),
    waiting: () => 0,
    workers: () => [],
    restarts: () => 0,
    close: async () => undefined,
  };
}
