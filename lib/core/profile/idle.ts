// Time in which a thread had nothing to do. Samplers by the wall clock record it, and so does cProfile; it is told
// apart, and every share is a share of the rest.

import type { Profile, ProfileFunction } from "./profile.ts";

/** V8 and Chrome book idle time apart; Python's event loops and sleeps are built-in functions without a file. */
const IDLE_NATIVE =
  /^\((idle|waiting)\)$|^<method '(poll|select|control)' of 'select\.|^<built-in method (select\.\w+|time\.sleep)>$/;

/** A pool's worker waits for its next task in a function of its own. */
const IDLE_WORKER = /^atomicsWait/;
const POOL_FILE = /\/(piscina|tinypool)\//;

/** Python code in which nothing but waiting is done; py-spy takes a read of an empty pipe for work. */
const IDLE_PYTHON: readonly (readonly [file: RegExp, name: RegExp])[] = [
  [/(^|\/)multiprocessing\/(connection|resource_tracker)\.py$/, /^(_recv|_poll|wait|main)$/],
  [/(^|\/)selectors\.py$/, /^select$/],
  [/(^|\/)threading\.py$/, /^(wait|_wait_for_tstate_lock)$/],
];

/** Whether a function stands for a thread that had nothing to do. */
export const isIdle = (fn: ProfileFunction): boolean =>
  fn.file === ""
    ? IDLE_NATIVE.test(fn.name)
    : (IDLE_WORKER.test(fn.name) && POOL_FILE.test(fn.file)) ||
      IDLE_PYTHON.some(([file, name]) => file.test(fn.file) && name.test(fn.name));

/** The profile without idle time, so that no caller's cumulative time holds any. A call graph's sums cannot be split. */
export function busyOnly(profile: Profile): Profile {
  if (profile.calls.shape === "graph") return profile;
  const idle = profile.functions.map(isIdle);
  const nodes = profile.calls.nodes.map((node) => (idle[node.fn] === true ? { ...node, selfUs: 0, samples: 0 } : node));
  return { ...profile, calls: { shape: "tree", nodes } };
}
