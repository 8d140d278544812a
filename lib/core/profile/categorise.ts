// Sorts all time of a profile into categories. A frame that says nothing of its own takes its callers' category, and
// work done for logging counts as logging, whatever it is.

import { type Category, ownCategory } from "./category.ts";
import { subtreeTimes } from "./function-times.ts";
import { type CallGraph, type CallTree, isThread, type Profile, type ProfileFunction } from "./profile.ts";
import { traitsOf } from "./trait.ts";

/** One piece of time: a function's own time in one stack (or, from a call graph, in all). */
export interface Slice {
  readonly fn: number;
  readonly category: Category;
  readonly selfUs: number;
  readonly samples: number;
  /** The traits of all functions of the stack (see trait.ts). */
  readonly traits: number;
  /** The thread's frame; -1 when the profile does not tell threads apart. */
  readonly thread: number;
}

/** All time of a profile, categorised; the pieces add up to its total. */
export const slicesOf = (profile: Profile): readonly Slice[] =>
  profile.calls.shape === "tree"
    ? slicesOfTree(profile.calls, profile.functions)
    : slicesOfGraph(profile.calls, profile.functions);

/** What a node hands on to those below it. */
interface Seen {
  /** What the nearest frame that says something says. */
  readonly nearest: Category | undefined;
  readonly logging: boolean;
  readonly traits: number;
  readonly thread: number;
}

/** Categories that name a means, not an end: a logger's JSON is logging. */
const MEANS: readonly (Category | undefined)[] = ["serialisation", undefined];

const ROOT: Seen = { nearest: undefined, logging: false, traits: 0, thread: -1 };

function slicesOfTree(tree: CallTree, functions: readonly ProfileFunction[]): readonly Slice[] {
  const own = ownCategories(tree, functions);
  const traits = functions.map(traitsOf);
  const threads = functions.map(isThread);
  const seen: Seen[] = [];
  return tree.nodes.map((node) => {
    const above = seen[node.parent] ?? ROOT;
    const mine = own[node.fn];
    const here: Seen = {
      // What a waiting function calls is no waiting.
      nearest: mine === "idle" ? above.nearest : (mine ?? above.nearest),
      logging: mine === "logging" || (above.logging && MEANS.includes(mine)),
      traits: above.traits | (traits[node.fn] ?? 0),
      thread: threads[node.fn] === true ? node.fn : above.thread,
    };
    seen.push(here);
    const category = mine === "idle" ? mine : here.logging ? "logging" : (here.nearest ?? "other");
    const { fn, selfUs, samples } = node;
    return { fn, category, selfUs, samples, traits: here.traits, thread: here.thread };
  });
}

/**
 * Each function's own category. One that says nothing but mostly calls a logger builds log lines: its own time, such as
 * turning an event into JSON without a frame of its own, is logging too.
 */
function ownCategories(tree: CallTree, functions: readonly ProfileFunction[]): readonly (Category | undefined)[] {
  const own = functions.map((fn) => (isThread(fn) ? undefined : ownCategory(fn)));
  const below = subtreeTimes(tree);
  const called = functions.map(() => ({ allUs: 0, loggingUs: 0 }));
  tree.nodes.forEach((node, index) => {
    const caller = called[tree.nodes[node.parent]?.fn ?? -1];
    if (caller === undefined) return;
    caller.allUs += below[index] ?? 0;
    if (own[node.fn] === "logging") caller.loggingUs += below[index] ?? 0;
  });
  return own.map((category, fn) => {
    const { allUs, loggingUs } = called[fn] ?? { allUs: 0, loggingUs: 0 };
    return category ?? (loggingUs > allUs / 2 && functions[fn]?.file !== "" ? "logging" : undefined);
  });
}

/** Without stacks a function that says nothing takes the category of the caller that it cost most. */
function slicesOfGraph(graph: CallGraph, functions: readonly ProfileFunction[]): readonly Slice[] {
  const own = functions.map(ownCategory);
  const mainCaller = new Map<number, { caller: number; selfUs: number }>();
  for (const { callee, caller, selfUs } of graph.edges) {
    if (caller !== callee && selfUs > (mainCaller.get(callee)?.selfUs ?? -1))
      mainCaller.set(callee, { caller, selfUs });
  }
  const resolve = (fn: number): { category: Category; traits: number } => {
    const passed = new Set<number>();
    let category: Category | undefined;
    let traits = 0;
    for (let at: number | undefined = fn; at !== undefined && !passed.has(at); at = mainCaller.get(at)?.caller) {
      passed.add(at);
      const facts = functions[at];
      traits |= facts === undefined ? 0 : traitsOf(facts);
      if (own[at] === "logging" && MEANS.includes(category)) category = "logging";
      category ??= own[at];
    }
    return { category: category ?? "other", traits };
  };
  return graph.totals.map(({ fn, selfUs }) => ({ fn, ...resolve(fn), selfUs, samples: 0, thread: -1 }));
}
