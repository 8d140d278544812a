// What a call does to the values of the program: arguments flow into parameters, returned values out, and functions
// given to built-ins get what the built-in passes to them. It does not decide which calls wait.

import type { AnyNode, Class, Program, PropertyDefinition, StaticBlock } from "acorn";
import { callsBack } from "../blocking.ts";
import type { CallNode, FunctionNode } from "../syntax.ts";
import { givesData, givesElement, iterating, keepsArguments, resultOf } from "./builtin-methods.ts";
import type { Cell, Sink } from "./cell.ts";
import type { Heap } from "./heap.ts";
import type { PoolHandler } from "./pool.ts";
import {
  array,
  data,
  expandedFew,
  isBuiltIn,
  kindsOf,
  map,
  promise,
  unknown,
  type Value,
  type Values,
} from "./values.ts";

/** The code a call stands in. */
export type Owner = FunctionNode | Program | PropertyDefinition | StaticBlock;

/** One call of the program, with all it may call. */
export interface CallSite {
  readonly node: CallNode;
  readonly owner: Owner;
  /** `x.method(…)`; undefined for other callees and computed names. */
  readonly method: string | undefined;
  /** `x` of `x.method(…)`. */
  readonly receiver: Values;
  readonly callees: Values;
  readonly args: readonly Values[];
  /** An argument is spread: any argument may be any element. */
  readonly spread: boolean;
  readonly result: Cell;
}

const none: Values = new Set();
const dataValue: Values = new Set([data]);

/** `new` of a class gives the arguments to its own constructor or an inherited one. */
function construct(heap: Heap, node: Class, args: readonly Values[], spread: boolean, seen: Set<Class>): void {
  if (seen.has(node)) return;
  seen.add(node);
  const own = node.body.body.find((member) => member.type === "MethodDefinition" && member.kind === "constructor");
  if (own?.type === "MethodDefinition") bind(heap, own.value, args, spread);
  else if (node.superClass) {
    for (const parent of heap.at(node.superClass).values) {
      if (parent.kind === "pool") parent.pool.call(args, spread);
      else if (parent.kind === "class") construct(heap, parent.node, args, spread, seen);
      else if (parent.kind === "function") bind(heap, parent.node, args, spread);
    }
  }
}

/** Arguments flow into a function's parameters. */
function bind(heap: Heap, callee: FunctionNode, args: readonly Values[], spread = false): void {
  callee.params.forEach((param, index) => {
    if (param.type === "RestElement") for (const rest of args.slice(index)) heap.elements.addAll(rest);
    const given = args[index];
    if (given) heap.assign(param, given);
    if (spread) for (const each of args) heap.assign(param, each);
    if (spread || param.type === "RestElement") heap.assign(param, heap.elements.values);
  });
  if (heap.readsArguments.has(callee)) for (const each of args) heap.elements.addAll(each);
}

/** What `value`, if a function of the script, returns when it is called with `args`; into `result`. */
function invoke(heap: Heap, value: Value, args: readonly Values[], spread: boolean, result: Sink): void {
  if (value.kind === "pool") {
    value.pool.call(args, spread);
    result.addAll(value.pool.result.values);
  }
  if (value.kind === "class") {
    construct(heap, value.node, args, spread, new Set());
    result.add(unknown);
  }
  if (value.kind !== "function") return;
  bind(heap, value.node, args, spread || heap.bound.has(value.node));
  if (value.node.generator) result.add(unknown);
  else if (value.node.async) {
    heap.elements.addAll(heap.returns(value.node).values);
    result.add(promise);
  } else result.addAll(heap.returns(value.node).values);
}

/** A built-in may call these functions with whatever it knows, and keep what they return. */
function giveAway(heap: Heap, args: readonly Values[]): void {
  for (const arg of args) heap.givenAway.addAll(arg);
}

function giveAwayFunction(heap: Heap, node: FunctionNode): void {
  for (const param of node.params) heap.assign(param, heap.anything.values);
  heap.elements.addAll(heap.returns(node).values);
}

/** What calls do to the functions in a pool. */
export function poolHandler(heap: Heap): PoolHandler {
  return {
    invoke: (value, args, spread, result) => invoke(heap, value, args, spread, result),
    giveAway: (node) => giveAwayFunction(heap, node),
    loosen: (node) => heap.bound.add(node),
  };
}

function keep(heap: Heap, args: readonly Values[]): void {
  for (const arg of args) heap.elements.addAll(arg);
}

/** The functions that k6's `check(value, predicates)` and `group(name, function)` call. */
export function calledBack(heap: Heap, site: CallSite, name: string): Values[] {
  const [, second = none] = site.args;
  if (site.spread) return [heap.every.values, heap.elements.values];
  if (name === "group") return [second];
  const sets = expandedFew(second);
  const literal = sets?.every((value) => value.kind === "object");
  if (!sets || !literal || sets.length === 0) return [heap.every.values];
  return [
    ...sets.map((value) => (value.kind === "object" ? heap.members(value.node).values : none)),
    heap.dynamic.values,
  ];
}

function callExport(heap: Heap, site: CallSite, module: string, name: string): void {
  site.result.add(name === "asyncRequest" ? promise : data);
  if (callsBack(module, name)) {
    const passed = name === "check" ? site.args.slice(0, 1) : [];
    for (const values of calledBack(heap, site, name)) {
      for (const value of values) {
        if (value.kind === "function" || value.kind === "pool") invoke(heap, value, passed, false, site.result);
      }
    }
    return;
  }
  giveAway(heap, site.args);
}

/** `f.call(this, …)`, `f.apply(this, […])`, `f.bind(this, …)`. */
function callThrough(heap: Heap, site: CallSite): void {
  for (const value of heap.few(site.receiver, heap.many)) {
    if (site.method === "bind") {
      site.result.add(value);
      if (value.kind === "function") {
        heap.bound.add(value.node);
        bind(heap, value.node, site.args.slice(1), true);
      } else if (value.kind === "pool") {
        value.pool.use("loose");
        value.pool.call(site.args.slice(1), true);
      }
    } else if (site.method === "apply") invoke(heap, value, [heap.elements.values], true, site.result);
    else invoke(heap, value, site.args.slice(1), site.spread, site.result);
  }
}

/** A built-in function or method, or one the analysis knows nothing about. */
function callBuiltIn(heap: Heap, site: CallSite, path: string | undefined): void {
  const { args, result, method, receiver } = site;
  if (method !== undefined && iterating.has(method)) {
    iterate(heap, site);
    return;
  }
  giveAway(heap, args);
  if (path !== undefined && givesData(path)) {
    result.add(data);
    return;
  }
  if (path === undefined && method !== undefined && isBuiltIn(receiver)) {
    if (keepsArguments(method)) keep(heap, args);
    if (givesElement(method)) heap.elementsOf(receiver, result);
    else result.add(resultOf(method) ?? unknown);
    return;
  }
  keep(heap, args);
  callGlobal(heap, site, path);
}

function callGlobal(heap: Heap, site: CallSite, path: string | undefined): void {
  const { args, result, method } = site;
  const [first = none] = args;
  if (path !== undefined && /^(Object\.(assign|setPrototypeOf|defineProp)|Reflect\.)/.test(path)) heap.mixInto(first);
  if (path === "Proxy") wrapInProxy(heap, site);
  if (path === "Object.values" || path === "Object.entries") {
    heap.spill(first);
    result.add(array);
  } else if (path === "Object.fromEntries" || path?.startsWith("Object.defineProper")) {
    heap.nameElements();
    // The results of getters that are defined become properties.
    const getters = heap.property("get");
    getters.call([], false);
    heap.dynamic.addAll(getters.result.values);
    result.add(unknown);
  } else if (path === "Array" || path === "Array.from" || path === "Array.of") result.add(array);
  else if (path !== undefined && /^(Weak)?(Map|Set)$/.test(path)) result.add(map);
  else if (path?.startsWith("Promise")) result.add(promise);
  else {
    result.add(unknown);
    result.addAll(heap.elements.values);
    if (path?.startsWith("Object.")) result.addAll(first);
    else if (path === undefined && method !== undefined) {
      const known = resultOf(method);
      if (known && !givesElement(method)) result.add(known);
    }
  }
}

/** What a proxy gives for any name is what a `get` trap returns; called, it is its target or what the traps make of it. */
function wrapInProxy(heap: Heap, { args, result }: CallSite): void {
  const [target = none] = args;
  for (const value of kindsOf(target)) if (value.kind === "module") heap.spreadModule(value.module);
  const traps = heap.property("get");
  traps.call([target, dataValue, target], false);
  heap.dynamic.addAll(traps.result.values);
  heap.every.addAll(heap.dynamic.values);
  result.addAll(target);
  result.addAll(heap.property("apply").values);
}

/** `x.map(f)` and its like: elements flow into `f`, its results into elements. */
function iterate(heap: Heap, site: CallSite): void {
  const [callback = none, initial = none] = site.args;
  const folding = site.method === "reduce" || site.method === "reduceRight";
  const elements = heap.elementsOf(site.receiver, heap.at(iterationKey(site.node)));
  for (const value of heap.few(callback, heap.many)) {
    const passed = folding ? [initial, elements, none, site.receiver] : [elements, none, site.receiver];
    invoke(heap, value, passed, false, folding ? site.result : heap.elements);
    if (folding) invoke(heap, value, [site.result.values], false, site.result);
  }
  if (folding) site.result.addAll(initial);
  if (folding || site.method === "find" || site.method === "findLast") site.result.addAll(elements);
  else site.result.add(resultOf(site.method ?? "") ?? unknown);
}

/** A node of the call whose own cell is free to hold the elements iterated over. */
function iterationKey(node: CallNode): AnyNode {
  const callee = node.type === "TaggedTemplateExpression" ? node.tag : node.callee;
  return callee.type === "MemberExpression" ? callee.property : callee;
}

/** Lets the values flow that one call moves. */
export function flowThroughCall(heap: Heap, site: CallSite): void {
  if (site.method === "call" || site.method === "apply" || site.method === "bind") callThrough(heap, site);
  let opaque = site.callees.size === 0 && heap.emptyIsUnknown;
  const callees = heap.few(site.callees, heap.many);
  for (const value of callees) invoke(heap, value, site.args, site.spread, site.result);
  for (const value of kindsOf(callees)) {
    switch (value.kind) {
      case "function":
      case "class":
      case "callable":
        if (site.node.type === "NewExpression") site.result.add(unknown);
        break;
      case "export":
        callExport(heap, site, value.module, value.name);
        break;
      case "global":
        callBuiltIn(heap, site, value.path);
        break;
      case "module":
        break;
      default:
        opaque = true;
    }
  }
  const builtInName = site.method !== undefined && resultOf(site.method) !== undefined;
  if (opaque || (builtInName && !allModules(site.receiver))) callBuiltIn(heap, site, undefined);
}

function allModules(receiver: Values): boolean {
  const kinds = [...kindsOf(receiver)];
  return kinds.length > 0 && kinds.every(({ kind }) => kind === "module" || kind === "global" || kind === "export");
}
