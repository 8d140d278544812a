// Decides which functions must become async and which calls must be awaited, so that every call that may wait is
// awaited; and finds what cannot be: those places are refused, for a run that is silently wrong is worse than none.

import type { AnyNode, Program } from "acorn";
import { callsBack, callsUnawaited } from "./blocking.ts";
import type { Flow } from "./flow/analyse.ts";
import { callingMethods, callsArguments, iterating } from "./flow/builtin-methods.ts";
import { type CallSite, calledBack, type Owner } from "./flow/calls.ts";
import { expanded, kindsOf, type Value, type Values } from "./flow/values.ts";
import { isProtocolMember } from "./protocol-members.ts";
import { type CallNode, children, type FunctionNode, isFunction } from "./syntax.ts";
import { WaitingValues } from "./waiting-values.ts";

export interface Refusal {
  /** Offset of the place in the bundle. */
  readonly at: number;
  readonly message: string;
}

export interface Colouring {
  /** Functions that may wait: to be made async. */
  readonly waiting: ReadonlySet<FunctionNode>;
  readonly awaited: ReadonlySet<CallNode>;
  /** Calls `x.map(f)` where `f` may wait: to be replaced by the awaiting version of `map`. */
  readonly iterated: ReadonlySet<CallNode>;
  readonly refusals: readonly Refusal[];
}

/** Pools of more values than this are not looked through for one that may wait. Chosen, not measured. */
const MANY = 50;

/** What a function is to its class or object; only plain functions can become async. */
type Role = "getter" | "setter" | "constructor";

/** True if some value is a function that the analysis sees called. */
function isScriptFunction(values: Values): boolean {
  return [...kindsOf(values)].some(({ kind }) => ["function", "callable", "export", "class"].includes(kind));
}

/** `Array.from(list, f)`, of which there is an awaiting version, too. */
function isArrayFrom({ method, callees }: CallSite): boolean {
  const [only] = callees;
  return method === "from" && callees.size === 1 && only?.kind === "global" && only.path === "Array.from";
}

/** The function that is called for each element, where there is an awaiting version of the method. */
function iteratedCallback(site: CallSite): Values | undefined {
  if (isArrayFrom(site)) return site.args[1];
  return site.method !== undefined && iterating.has(site.method) ? site.args[0] : undefined;
}

/** Colours a program. `code` is its text, for naming things in refusals. */
export function colour(program: Program, flow: Flow, code: string): Colouring {
  return new Colourist(program, flow, code).run();
}

class Colourist {
  readonly #flow: Flow;
  readonly #code: string;
  readonly #parents = new Map<AnyNode, AnyNode>();
  readonly #roles = new Map<AnyNode, Role>();
  readonly #waiting: WaitingValues;
  readonly #awaited = new Set<CallNode>();
  readonly #iterated = new Set<CallNode>();
  readonly #refusals: Refusal[] = [];

  constructor(program: Program, flow: Flow, code: string) {
    this.#flow = flow;
    this.#code = code;
    this.#waiting = new WaitingValues(flow.heap);
    this.#index(program);
  }

  run(): Colouring {
    for (const site of this.#flow.sites) {
      for (const value of [...this.#called(site), ...this.#calledFor(site)]) this.#waiting.watch(value, site.owner);
    }
    this.#waiting.spread();
    for (const site of this.#flow.sites) {
      if (this.#siteWaits(site)) this.#place(site);
      this.#checkGivenAway(site);
    }
    for (const [node, values] of this.#flow.protocol) {
      const value = this.#waitingAmong(values);
      if (value && isProtocolMember(node, this.#parents, this.#code))
        this.#refuse(node.start, `${this.#name(value)} waits, but the language calls it without waiting`);
    }
    return {
      waiting: this.#waiting.functions,
      awaited: this.#awaited,
      iterated: this.#iterated,
      refusals: this.#refusals.sort((a, b) => a.at - b.at),
    };
  }

  #index(node: AnyNode): void {
    if ((node.type === "MethodDefinition" || node.type === "Property") && node.value.type === "FunctionExpression") {
      if (node.kind === "get") this.#roles.set(node.value, "getter");
      else if (node.kind === "set") this.#roles.set(node.value, "setter");
      else if (node.kind === "constructor") this.#roles.set(node.value, "constructor");
    }
    for (const child of children(node)) {
      this.#parents.set(child, node);
      this.#index(child);
    }
  }

  #isWaiting(value: Value): boolean {
    return this.#waiting.has(value);
  }

  #waitingAmong(values: Values): Value | undefined {
    for (const value of values) if (this.#isWaiting(value)) return value;
    return undefined;
  }

  /** What a call may call, `f.call(…)` and `f.apply(…)` seen through. */
  *#called(site: CallSite): Generator<Value> {
    yield* site.callees;
    if (site.method === "call" || site.method === "apply") yield* site.receiver;
  }

  /** The functions of the script that a call has called for it, one after another, and waits for. */
  *#calledFor(site: CallSite): Generator<Value> {
    yield* iteratedCallback(site) ?? [];
    for (const callee of kindsOf(new Set(this.#called(site)))) {
      if (callee.kind !== "export" || !callsBack(callee.module, callee.name)) continue;
      for (const values of calledBack(this.#flow.heap, site, callee.name)) yield* values;
    }
  }

  #siteWaits(site: CallSite): boolean {
    for (const value of this.#called(site)) if (this.#isWaiting(value)) return true;
    for (const value of this.#calledFor(site)) if (this.#isWaiting(value)) return true;
    return false;
  }

  /** A call that may wait: marks it awaited, or says why it cannot be. */
  #place(site: CallSite): void {
    const why = this.#whyNot(site);
    if (why !== undefined) {
      this.#refuse(site.node.start, `${this.#text(site)} may wait, ${why}`);
      return;
    }
    const callback = iteratedCallback(site);
    if (callback && this.#waitingAmong(callback)) this.#iterated.add(site.node);
    if (this.#parents.get(site.node)?.type !== "AwaitExpression") this.#awaited.add(site.node);
  }

  /** Why a call that may wait cannot be awaited; undefined if it can. */
  #whyNot(site: CallSite): string | undefined {
    const where = this.#cannotWait(site.owner);
    if (where) return `but ${where} cannot`;
    if (site.node.type === "NewExpression") return "but a constructor cannot";
    const settled = this.#isSettled(site.node);
    for (const value of this.#called(site)) {
      if (this.#waiting.isAsync(value) && !settled) {
        return "and is async: k6 would run it up to its first await at once. Write await before it";
      }
    }
    for (const value of this.#calledFor(site)) {
      if (this.#waiting.isAsync(value)) return "for it is given an async function that waits";
    }
    if (!settled && [...kindsOf(site.result.values)].some(({ kind }) => kind === "promise")) {
      return "and gives a promise, which waiting for the call would wait for too";
    }
    const callback = iteratedCallback(site);
    if (!callback || !this.#waitingAmong(callback) || this.#isPlainMethodCall(site)) return undefined;
    return `for the function given to ${site.method} does: call it as array.${site.method}(function)`;
  }

  #isPlainMethodCall({ node, spread }: CallSite): boolean {
    return (
      node.type === "CallExpression" &&
      !node.optional &&
      !spread &&
      node.callee.type === "MemberExpression" &&
      !node.callee.computed &&
      node.callee.object.type !== "Super"
    );
  }

  /** True if the script itself awaits the call, or an async function returns its promise outside of any `try`. */
  #isSettled(node: AnyNode): boolean {
    let parent = this.#parents.get(node);
    if (parent?.type === "ChainExpression") parent = this.#parents.get(parent);
    if (parent?.type === "AwaitExpression") return true;
    if (parent?.type === "ArrowFunctionExpression") return parent.async && parent.body === node;
    if (parent?.type !== "ReturnStatement") return false;
    for (let at: AnyNode | undefined = parent; at; at = this.#parents.get(at)) {
      if (at.type === "TryStatement") return false;
      if (isFunction(at)) return at.async;
    }
    return false;
  }

  #cannotWait(owner: Owner): string | undefined {
    if (owner.type === "PropertyDefinition") return "the initial value of a class field";
    if (owner.type === "StaticBlock") return "a static block";
    if (!isFunction(owner)) return undefined;
    if (owner.generator) return "a generator";
    const role = this.#roles.get(owner);
    return role && `a ${role}`;
  }

  /** Refuses functions that wait where something would call them and not wait. */
  #checkGivenAway(site: CallSite): void {
    if (isArrayFrom(site) && this.#isPlainMethodCall(site)) return;
    for (const callee of kindsOf(new Set(this.#called(site)))) {
      const taker = this.#taker(callee);
      if (taker) this.#refuseArguments(site, taker);
    }
    const through = site.method === "call" || site.method === "apply" || site.method === "bind";
    if (through && !isScriptFunction(site.receiver) && !isScriptFunction(site.callees))
      this.#refuseArguments(site, `${this.#text(site)}`);
    if (site.method !== undefined && callingMethods.has(site.method)) this.#refuseArguments(site, `${site.method}()`);
  }

  /** The name of a callee that may call functions it is given without waiting; undefined for all others. */
  #taker(callee: Value): string | undefined {
    if (callee.kind === "global" && callsArguments(callee.path)) return callee.path;
    if (callee.kind === "export" && callsUnawaited(callee.module, callee.name))
      return `${callee.module} ${callee.name}`;
    return undefined;
  }

  #refuseArguments(site: CallSite, taker: string): void {
    // What JSON.parse reads is text; only what it is given beside that is called.
    const args = taker === "JSON.parse" && !site.spread ? site.args.slice(1) : site.args;
    for (const arg of args) {
      for (const value of arg) {
        const waiting = this.#isWaiting(value) ? value : this.#waitingMember(value, taker);
        if (waiting) {
          this.#refuse(site.node.start, `${this.#name(waiting)} waits, but ${taker} would call it without waiting`);
          return;
        }
      }
    }
  }

  /** A function that waits among the members, at any depth, of what `Proxy` and its like are given. */
  #waitingMember(value: Value, taker: string): Value | undefined {
    if (!/^(Proxy|Reflect|Object\.defineProp)/.test(taker)) return undefined;
    const open = [value];
    const seen = new Set<Value>();
    for (let each = open.pop(); each; each = open.pop()) {
      if (seen.has(each)) continue;
      seen.add(each);
      if (each !== value && this.#isWaiting(each) && each.kind !== "pool") return each;
      // What the analysis cannot tell from all properties of all objects says nothing about this one.
      if (each.kind === "pool" && each.pool.contents.size < MANY) open.push(...each.pool.contents);
      if (each.kind === "object") open.push(...this.#flow.heap.members(each.node).values);
    }
    return undefined;
  }

  #refuse(at: number, message: string): void {
    if (!this.#refusals.some((each) => each.at === at)) this.#refusals.push({ at, message });
  }

  #text(site: CallSite): string {
    const callee = site.node.type === "TaggedTemplateExpression" ? site.node.tag : site.node.callee;
    return `${this.#short(callee)}()`;
  }

  #short(node: AnyNode): string {
    const text = this.#code.slice(node.start, node.end).replace(/\s+/g, " ");
    return text.length > 40 ? `${text.slice(0, 39)}…` : text;
  }

  #name(value: Value): string {
    if (value.kind === "pool") {
      for (const each of expanded(value.pool.contents)) if (this.#isWaiting(each)) return this.#name(each);
    }
    if (value.kind === "export") return value.name;
    if (value.kind !== "function") return "a function";
    if (value.node.type !== "ArrowFunctionExpression" && value.node.id) return value.node.id.name;
    const parent = this.#parents.get(value.node);
    if (parent && "key" in parent) return this.#short(parent.key);
    return parent?.type === "VariableDeclarator" ? this.#short(parent.id) : "this function";
  }
}
