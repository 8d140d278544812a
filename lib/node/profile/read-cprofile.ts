// Python's cProfile statistics (`python -m cProfile -o x.prof`, dump_stats): calls and times per function and per
// caller, no stacks. The figures are those that pstats prints.

import {
  type GraphEdge,
  type GraphTotal,
  type Profile,
  type ProfileFunction,
  UNKNOWN_LOAD,
} from "../../core/profile/profile.ts";
import { type Marshalled, type MarshalledDict, readMarshal } from "./marshal.ts";
import { ProfileFormatError } from "./profile-reader.ts";

const MICROSECONDS = 1e6;

/** Reads marshalled statistics. @throws ProfileFormatError when they are not {function: (cc, nc, tt, ct, callers)} */
export function readCprofile(content: Uint8Array): Profile {
  const stats = readMarshal(content);
  if (!isDict(stats)) throw new ProfileFormatError("it holds no dictionary of statistics");
  const functions = new Functions();
  const totals: GraphTotal[] = [];
  const edges: GraphEdge[] = [];
  for (const [key, entry] of stats.pairs) {
    const fn = functions.index(key);
    if (!isTuple(entry)) throw new ProfileFormatError(`the entry of ${functions.all[fn]?.name} is no tuple`);
    const callers = entry[4];
    totals.push({ fn, ...figures(entry) });
    if (callers === undefined || !isDict(callers))
      throw new ProfileFormatError("an entry has no dictionary of callers");
    for (const [caller, cost] of callers.pairs) {
      edges.push({ caller: functions.index(caller), callee: fn, ...figures(cost, true) });
    }
  }
  if (totals.length === 0) throw new ProfileFormatError("it holds no statistics");
  return {
    kind: "deterministic",
    source: "cProfile",
    durationUs: null,
    sampleCount: null,
    intervalUs: null,
    load: UNKNOWN_LOAD,
    notes: [
      "cProfile times every call, which slows small functions most: shares lean towards functions that are called often.",
      "cProfile follows the thread it was started in only.",
    ],
    functions: functions.all,
    calls: { shape: "graph", totals, edges },
  };
}

const isTuple = (x: Marshalled): x is readonly Marshalled[] => Array.isArray(x);
const isDict = (x: Marshalled): x is MarshalledDict => typeof x === "object" && x !== null && "pairs" in x;

class Functions {
  readonly all: ProfileFunction[] = [];
  readonly #index = new Map<string, number>();

  /** The index of a function given as (file, line, name). */
  index(key: Marshalled): number {
    const [file, line, name] = isTuple(key) ? key : [];
    if (typeof file !== "string" || typeof line !== "number" || typeof name !== "string") {
      throw new ProfileFormatError("a function is not given as (file, line, name)");
    }
    const text = JSON.stringify([file, line, name]);
    const known = this.#index.get(text);
    if (known !== undefined) return known;
    const builtIn = file === "~" && line === 0;
    const index = this.all.push({ name, file: builtIn ? "" : file, line: builtIn ? null : line, column: null }) - 1;
    this.#index.set(text, index);
    return index;
  }
}

/** An entry is (primitive calls, calls, tt, ct, …); a caller's has calls first: _lsprof and pstats differ there. */
function figures(entry: Marshalled, ofCaller = false) {
  const numbers = isTuple(entry) ? entry.slice(0, 4) : [];
  const [first, second, selfSeconds, cumulativeSeconds] = numbers;
  if (
    typeof first !== "number" ||
    typeof second !== "number" ||
    typeof selfSeconds !== "number" ||
    typeof cumulativeSeconds !== "number"
  ) {
    throw new ProfileFormatError(
      "an entry is not (calls, calls, seconds, seconds), as cProfile's are (profile.py's differ)",
    );
  }
  const [primitiveCalls, calls] = ofCaller ? [second, first] : [first, second];
  return {
    calls,
    primitiveCalls,
    selfUs: selfSeconds * MICROSECONDS,
    cumulativeUs: cumulativeSeconds * MICROSECONDS,
  };
}
