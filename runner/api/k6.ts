// The `k6` module: check, group, sleep, fail, randomSeed. Callbacks that became async are awaited; others keep these
// functions synchronous.

import { type Millis, ms } from "../../lib/core/units.ts";
import type { ModuleNamespace } from "../loader/script.ts";
import type { CheckLog } from "../metrics/check-tally.ts";
import { goError } from "../vu/go-error.ts";
import type { VuState } from "../vu/vu-state.ts";

type Thenable = PromiseLike<unknown>;
const isThenable = (value: unknown): value is Thenable =>
  typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";

const refuseSeparator = (name: string): void => {
  if (name.includes("::")) throw goError("group and check names may not contain '::'");
};

const textTags = (tags: unknown): Readonly<Record<string, string>> =>
  typeof tags === "object" && tags !== null
    ? Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, String(value)]))
    : {};

function groupOf(vu: VuState, log: CheckLog) {
  return (name: unknown, body: unknown): unknown => {
    if (vu.phase === "init") throw goError("using group() in the init context is not supported");
    if (typeof body !== "function") throw goError("group() requires a callback as a second argument");
    const title = String(name);
    refuseSeparator(title);
    const outer = vu.group;
    const start = vu.monotonic();
    vu.group = `${outer}::${title}`;
    log.group(vu.group);
    const leave = (): void => {
      const end = vu.monotonic();
      vu.emit("group_duration", vu.wall(end), end - start, vu.tags());
      vu.group = outer;
    };
    let result: unknown;
    try {
      result = body();
    } catch (error) {
      leave();
      throw error;
    }
    if (!isThenable(result)) {
      leave();
      return result;
    }
    return Promise.resolve(result).finally(leave);
  };
}

function checkOf(vu: VuState, log: CheckLog, now: () => Millis) {
  const record = (name: string, passed: boolean, extra: Readonly<Record<string, string>> | undefined): void => {
    log.check(vu.group, name, passed);
    const named = vu.http.systemTags.has("check") ? vu.tagsWithOne("check", name) : vu.tags();
    const tags = extra === undefined ? named : vu.tagsWith({ check: name, ...extra });
    vu.emit("checks", now(), passed ? 1 : 0, tags);
  };

  const runRest = async (
    value: unknown,
    pending: Thenable,
    rest: readonly (readonly [string, unknown])[],
    passedSoFar: boolean,
    extra: Readonly<Record<string, string>> | undefined,
  ): Promise<boolean> => {
    let all = passedSoFar;
    let [[name] = [""], ...left] = rest;
    let result: unknown = pending;
    for (;;) {
      let passed = false;
      try {
        passed = Boolean(await result);
      } finally {
        record(name, passed, extra);
      }
      all &&= passed;
      const next = left.shift();
      if (next === undefined) return all;
      name = next[0];
      result = typeof next[1] === "function" ? next[1](value) : next[1];
    }
  };

  return (value: unknown, sets: unknown, tags?: unknown): boolean | Promise<boolean> => {
    if (vu.phase === "init") throw goError("using check() in the init context is not supported");
    if (typeof sets !== "object" || sets === null) throw goError("no checks provided to `check`");
    const extra = tags === undefined || tags === null ? undefined : textTags(tags);
    const entries = Object.entries(sets);
    let all = true;
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i];
      if (entry === undefined) break;
      const [name, test]: readonly [string, unknown] = entry;
      refuseSeparator(name);
      let result: unknown = test;
      if (typeof test === "function") {
        try {
          result = test(value);
        } catch (error) {
          record(name, false, extra);
          throw error;
        }
        if (isThenable(result)) return runRest(value, result, entries.slice(i), all, extra);
      }
      const passed = Boolean(result);
      record(name, passed, extra);
      all &&= passed;
    }
    return all;
  };
}

/** A seeded generator with 32 bits of state (mulberry32, public domain, Tommy Ettinger): k6 promises no algorithm. */
const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

/** The module for one VU. @param seedRandom replaces `Math.random` of the VU's globals */
export function k6Module(vu: VuState, log: CheckLog, seedRandom: (random: () => number) => void): ModuleNamespace {
  const functions = {
    check: checkOf(vu, log, () => vu.wall(vu.monotonic())),
    group: groupOf(vu, log),
    sleep: (seconds: unknown): Promise<void> => vu.sleep(ms(Number(seconds) * 1000)),
    fail: (message?: unknown): never => {
      throw goError(message === undefined ? "" : String(message));
    },
    randomSeed: (seed: unknown): void => seedRandom(seeded(Number(seed))),
  };
  return { ...functions, default: functions };
}
