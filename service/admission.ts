// The bound on the queue: past it a request is refused at once, so that those already waiting are still answered in
// time and memory stays flat.

import type { Execution } from "./optimisation.ts";
import { Refusal } from "./refusal.ts";

/** Seconds a refused client is asked to wait: about what a full queue takes to drain. */
export const RETRY_AFTER_SECONDS = 1;

/**
 * Bounds an execution to `mostTexts` texts accepted and not yet answered. One batch is always let in, however long,
 * when nothing else is there. In the baseline nothing queues here: requests wait in the sockets, since the event loop
 * itself is busy, and only the kernel bounds them.
 */
export function boundQueue(inner: Execution, mostTexts: number): Execution {
  let held = 0;
  return {
    ...inner,
    predict: (texts) => {
      if (held > 0 && held + texts.length > mostTexts) throw new Refusal(503, "too many requests are waiting");
      const result = inner.predict(texts);
      if (!(result instanceof Promise)) return result;
      held += texts.length;
      return result.finally(() => {
        held -= texts.length;
      });
    },
  };
}
