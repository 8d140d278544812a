// What dominates a profile: busy time by category, each hot function with its category and its likely cause, and the
// findings in the order of their cost.

import { type Slice, slicesOf } from "./categorise.ts";
import type { Category } from "./category.ts";
import { type Finding, findingsOf } from "./finding.ts";
import { isIdle } from "./idle.ts";
import { isThread, type Profile } from "./profile.ts";
import { has, trait } from "./trait.ts";

interface CategoryShare {
  readonly category: Category;
  readonly selfUs: number;
  /** Of busy time; idle has none. */
  readonly shareOfBusy: number | null;
  readonly samples: number;
}

interface HotFunction {
  readonly fn: number;
  /** Where most of its time belongs. */
  readonly category: Category;
  readonly selfUs: number;
  readonly shareOfBusy: number;
  readonly samples: number;
  readonly cause: string;
}

interface ThreadShare {
  /** Index into the profile's functions; -1 when there is one thread only. */
  readonly thread: number;
  readonly busyUs: number;
  readonly idleUs: number;
}

export interface Analysis {
  readonly totalUs: number;
  readonly busyUs: number;
  /** Of the whole time of all threads; null where idle time is not recorded. */
  readonly busyShare: number | null;
  readonly categories: readonly CategoryShare[];
  readonly threads: readonly ThreadShare[];
  readonly hot: readonly HotFunction[];
  readonly findings: readonly Finding[];
}

/** Analyses a profile; `rows` hot functions at most. */
export function analyse(profile: Profile, rows: number): Analysis {
  const slices = slicesOf(profile);
  const sum = (some: readonly Slice[]): number => some.reduce((total, slice) => total + slice.selfUs, 0);
  const busy = slices.filter((slice) => slice.category !== "idle");
  const totalUs = sum(slices);
  const busyUs = sum(busy);
  return {
    totalUs,
    busyUs,
    busyShare: profile.functions.some(isIdle) && totalUs > 0 ? busyUs / totalUs : null,
    categories: groupBy(slices, (slice) => slice.category)
      .map(([category, some]) => ({
        category,
        selfUs: sum(some),
        shareOfBusy: category === "idle" || busyUs === 0 ? null : sum(some) / busyUs,
        samples: countSamples(some),
      }))
      .filter((share) => share.selfUs > 0)
      .sort((a, b) => b.selfUs - a.selfUs),
    threads: groupBy(slices, (slice) => slice.thread)
      .map(([thread, some]) => {
        const threadBusyUs = sum(some.filter((slice) => slice.category !== "idle"));
        return { thread, busyUs: threadBusyUs, idleUs: sum(some) - threadBusyUs };
      })
      .sort((a, b) => b.busyUs - a.busyUs),
    hot: hotFunctions(profile, busy, busyUs).slice(0, rows),
    findings: findingsOf(slices),
  };
}

const countSamples = (slices: readonly Slice[]): number => slices.reduce((sum, slice) => sum + slice.samples, 0);

function groupBy<K>(slices: readonly Slice[], key: (slice: Slice) => K): [K, Slice[]][] {
  const groups = new Map<K, Slice[]>();
  for (const slice of slices) {
    const group = groups.get(key(slice));
    if (group === undefined) groups.set(key(slice), [slice]);
    else group.push(slice);
  }
  return [...groups];
}

function hotFunctions(profile: Profile, busy: readonly Slice[], busyUs: number): readonly HotFunction[] {
  return groupBy(busy, (slice) => slice.fn)
    .flatMap(([fn, slices]) => {
      const facts = profile.functions[fn];
      const selfUs = slices.reduce((sum, slice) => sum + slice.selfUs, 0);
      const main = slices.reduce((a, b) => (b.selfUs > a.selfUs ? b : a));
      if (facts === undefined || isThread(facts) || selfUs === 0) return [];
      const { category } = main;
      const cause = causeOf(category, main.traits);
      return [{ fn, category, selfUs, shareOfBusy: selfUs / busyUs, samples: countSamples(slices), cause }];
    })
    .sort((a, b) => b.selfUs - a.selfUs);
}

/** Why time is spent there, as far as a profile can tell; a likely cause, to be confirmed by an experiment. */
function causeOf(category: Category, traits: number): string {
  switch (category) {
    case "inference":
      if (has(traits, trait.pool)) return "model arithmetic in a worker";
      return has(traits, trait.perItem) ? "model arithmetic, item by item" : "model arithmetic";
    case "feature extraction":
      return "features computed anew for every text";
    case "logging":
      return has(traits, trait.syncWrite)
        ? "log lines written while the request waits"
        : "building log lines per request";
    case "serialisation":
      return "JSON of requests and answers";
    case "worker hand-over":
      return "copying messages between threads";
    case "http":
      return "reading requests, writing answers";
    case "garbage collection":
      return "short-lived objects per request";
    case "native and V8":
      return "native code, system calls, compiling: no stack is known";
    default:
      return "";
  }
}
