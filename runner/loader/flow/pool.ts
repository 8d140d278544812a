// Values that many places may have, kept once: all elements, all properties of a name. Such a place gets one value that
// stands for the whole pool; calling it puts the arguments into the pool, where every function in it takes them from.
// So the analysis grows with the program, not with its square. Arguments and results become part of the pool: what it
// learns is coarser than copying, never less.

import type { FunctionNode } from "../syntax.ts";
import { Cell, type Sink } from "./cell.ts";
import { callable, type PoolUse, unknown, type Value, type ValuePool, type Values } from "./values.ts";
import type { Unit, Worklist } from "./worklist.ts";

/** What is done to the values of a pool that is called. */
export interface PoolHandler {
  /** The function or class is called with these arguments; what it returns goes into `result`. */
  invoke(value: Value, args: readonly Values[], spread: boolean, result: Sink): void;
  /** The function is given to something that may call it with whatever it knows. */
  giveAway(node: FunctionNode): void;
  /** The function is bound: later arguments may land in any parameter. */
  loosen(node: FunctionNode): void;
}

/** Up to here values are copied, which costs less than keeping track of a pool. Chosen, not measured. */
const FEW = 3;

/** Arguments beyond this many may land in any parameter. */
const MOST_ARGUMENTS = 8;

export class Pool implements Sink, Unit, ValuePool {
  readonly #work: Worklist;
  readonly #taken = new WeakMap<Values, number>();
  readonly #handler: PoolHandler;
  readonly #token: Value = { kind: "pool", pool: this };
  readonly #self: Cell;
  readonly #contents: Cell;
  readonly #kinds: Cell;
  readonly #uses = new Set<PoolUse>();
  /** What is done to each function in the pool: by itself, so that one that learns something does not touch the rest. */
  readonly #treatments: Unit[] = [];
  readonly #inner: ValuePool[] = [];
  #size = 0;
  /** Arguments that its functions are called with at most. */
  #arity = 0;
  /** How many values have been looked at. */
  #looked = 0;

  constructor(work: Worklist, handler: PoolHandler) {
    this.#work = work;
    this.#handler = handler;
    this.#self = new Cell(work);
    this.#contents = new Cell(work);
    this.#kinds = new Cell(work);
  }

  /** What the pool may be: its values as long as they are few, then itself. */
  get values(): Values {
    const self = this.#self.values;
    return self.size > 0 ? self : this.#contents.values;
  }

  /** What was put in. */
  get contents(): Values {
    return this.#contents.values;
  }

  /** See `kindsOf`. */
  get kinds(): Values {
    return this.#kinds.values;
  }

  /** What its functions return when it is called: it goes into the pool itself. */
  get result(): Pool {
    return this;
  }

  add(value: Value): void {
    if (value === this.#token) return;
    if (!this.#contents.learn(value)) return;
    this.#classify(value);
    if (["pool", "function", "class"].includes(value.kind)) this.#work.queue(this);
    if (++this.#size > FEW) this.#self.add(this.#token);
  }

  addAll(source: Values): void {
    // Sets only grow: what was taken at this size was all of it.
    if (this.#taken.get(source) === source.size) return;
    this.#taken.set(source, source.size);
    for (const value of source) this.add(value);
  }

  /** Calls every function in the pool. */
  call(args: readonly Values[], spread: boolean): void {
    const arity = Math.min(args.length, MOST_ARGUMENTS);
    if (arity > this.#arity) {
      this.#arity = arity;
      this.#again();
    }
    for (const values of args) this.addAll(values);
    this.use("called");
    if (spread || args.length > MOST_ARGUMENTS) this.use("spread");
  }

  use(use: PoolUse): void {
    if (this.#uses.has(use)) return;
    this.#uses.add(use);
    this.#again();
  }

  /** Does to what is in the pool what is done to the pool. */
  run(): void {
    const values = this.#contents.values;
    for (const value of [...values].slice(this.#looked)) {
      if (value.kind === "pool") this.#inner.push(value.pool);
      else if (value.kind === "function" || value.kind === "class")
        this.#addTreatment({ run: () => this.#treat(value) });
    }
    this.#looked = values.size;
    for (const inner of this.#inner) {
      this.#kinds.addAll(inner.kinds);
      this.#passOn(inner);
    }
  }

  #addTreatment(unit: Unit): void {
    this.#treatments.push(unit);
    if (this.#uses.size > 0) this.#work.queue(unit);
  }

  #again(): void {
    this.#work.queue(this);
    for (const unit of this.#treatments) this.#work.queue(unit);
  }

  #classify(value: Value): void {
    switch (value.kind) {
      case "pool":
        break;
      case "function":
      case "class":
        this.#kinds.add(callable);
        break;
      case "object":
        this.#kinds.add(unknown);
        break;
      default:
        this.#kinds.add(value);
    }
  }

  #treat(value: Value): void {
    if (this.#uses.has("called")) {
      this.#handler.invoke(value, this.#args(), this.#uses.has("spread"), this);
    }
    if (value.kind !== "function") return;
    if (this.#uses.has("given")) this.#handler.giveAway(value.node);
    if (this.#uses.has("loose")) this.#handler.loosen(value.node);
  }

  #passOn(inner: ValuePool): void {
    for (const use of this.#uses) inner.use(use);
    if (!this.#uses.has("called")) return;
    inner.call(this.#args(), this.#uses.has("spread"));
    this.addAll(inner.result.values);
  }

  /** Any argument may be anything in the pool. */
  #args(): Values[] {
    return Array.from({ length: this.#arity }, () => this.values);
  }
}
