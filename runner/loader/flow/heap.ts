// Where the value analysis keeps what it knows: variables by declaration, properties by name alone (so copies,
// prototypes and mixins need no care), array and map elements all in one place, and what functions return.

import type { AnyNode, Class, ObjectExpression } from "acorn";
import { responses, waitingExports, waits } from "../blocking.ts";
import type { Binding, Scopes } from "../scopes.ts";
import { type FunctionNode, isIndex, propertyName } from "../syntax.ts";
import { hasMember } from "./builtin-methods.ts";
import { Cell } from "./cell.ts";
import { globalMember } from "./global-member.ts";
import { Pool, type PoolHandler } from "./pool.ts";
import { array, data, Interned, isBuiltIn, kindsOf, unknown, type Value, type Values } from "./values.ts";
import { Noted, type Worklist } from "./worklist.ts";

type Question = "empty is unknown" | "mixed";

/**
 * From so many values on it does not matter which they are: a library hands a thousand functions to a hundred places.
 * Chosen, not measured: more tells more functions apart, and costs each of them at each such place.
 */
const MANY = 12;

const mayBeData = (values: Values): boolean => [...kindsOf(values)].some(({ kind }) => kind === "data");

export class Heap {
  readonly interned = new Interned();
  /** Elements of arrays and maps, thrown and yielded values, what built-ins were given. */
  readonly elements: Pool;
  /** Values written under keys the analysis cannot read, which may be any property. */
  readonly dynamic: Pool;
  /** Values of all properties. */
  readonly every: Pool;
  /** What a built-in might pass to a function it was given. */
  readonly anything: Pool;
  /** What is called where so many functions may be called that it does not matter which. */
  readonly many: Pool;
  readonly #receivers: Pool;
  /** Functions that a built-in may call with whatever it knows. */
  readonly givenAway: Pool;
  /** Functions whose arguments may be read by number. */
  readonly readsArguments: Noted<FunctionNode>;
  /** Functions that were bound: later arguments may land in any parameter. */
  readonly bound: Noted<FunctionNode>;

  readonly #work: Worklist;
  readonly #scopes: Scopes;
  readonly #handler: PoolHandler;
  readonly #cells = new Map<AnyNode | Class | Binding, Cell>();
  readonly #returns = new Map<FunctionNode, Cell>();
  readonly #members = new Map<ObjectExpression, Cell>();
  /** Members of globals, by path and name. */
  readonly #globals = new Map<string, Map<string, Value>>();
  readonly #properties = new Map<string, Pool>();
  /** Names written from outside of a literal or class: built-ins and data may have been given these. */
  readonly #assigned: Noted<string>;
  /** What was written under those names. */
  readonly #written: Pool;
  readonly #facts: Noted<Question>;

  constructor(scopes: Scopes, work: Worklist, handler: (heap: Heap) => PoolHandler) {
    this.#scopes = scopes;
    this.#work = work;
    this.#handler = handler(this);
    this.elements = this.#pool();
    this.dynamic = this.#pool();
    this.every = this.#pool();
    this.anything = this.#pool();
    this.many = this.#pool();
    this.#receivers = this.#pool();
    this.givenAway = this.#pool();
    this.givenAway.use("given");
    this.#written = this.#pool();
    this.readsArguments = new Noted(work);
    this.bound = new Noted(work);
    this.#assigned = new Noted(work);
    this.#facts = new Noted(work);
    this.anything.add(unknown);
  }

  /** Set once nothing changes any more: from then on a value nobody could be seen to write is unknown. */
  get emptyIsUnknown(): boolean {
    return this.#facts.has("empty is unknown");
  }

  /** What was still empty when nothing changed any more is unknown; and elements may be handed to what is given away. */
  emptyBecomesUnknown(): void {
    this.#facts.add("empty is unknown");
  }

  /** Data may have been given properties of any name, by Object.assign and its kin. */
  get #mixed(): boolean {
    return this.#facts.has("mixed");
  }

  /** What is known about a node's value. */
  at(node: AnyNode | Class | Binding): Cell {
    return this.#lookUp(this.#cells, node);
  }

  returns(node: FunctionNode): Cell {
    return this.#lookUp(this.#returns, node);
  }

  /** Values of all properties of an object literal. */
  members(node: ObjectExpression): Cell {
    return this.#lookUp(this.#members, node);
  }

  property(name: string): Pool {
    const known = this.#properties.get(name);
    if (known) return known;
    const made = this.#pool();
    this.#properties.set(name, made);
    return made;
  }

  bindingOf(node: AnyNode): Binding | undefined {
    return node.type === "Identifier" ? this.#scopes.bindings.get(node) : undefined;
  }

  store(name: string, values: Values): void {
    const property = this.property(name);
    property.addAll(values);
    this.every.addAll(property.values);
  }

  /** `x[key] = values` */
  storeDynamic(values: Values): void {
    this.dynamic.addAll(values);
    this.every.addAll(this.dynamic.values);
    this.elements.addAll(this.dynamic.values);
  }

  /** `Object.assign(target, …)`: if the target may be data, data may have any property from now on. */
  mixInto(target: Values): void {
    if (isBuiltIn(target)) this.#facts.add("mixed");
  }

  /** `Object.values(values)`: properties become elements. */
  spill(values: Values): void {
    if (values.size === 0 && !this.emptyIsUnknown) return;
    this.elements.addAll(isBuiltIn(values) && !this.#mixed ? this.#written.values : this.every.values);
  }

  /** `Object.fromEntries(…)`: elements become properties. */
  nameElements(): void {
    this.dynamic.addAll(this.elements.values);
    this.dynamic.addAll(this.every.values);
    this.every.addAll(this.elements.values);
  }

  /** `{ ...http }`: the module's members become properties. */
  spreadModule(module: string): void {
    for (const name of waitingExports(module)) this.store(name, new Set([this.interned.export(module, name)]));
  }

  /** What may be called, or read from: each by itself, or as one of many if they are. */
  few(values: Values, many: Pool): Values {
    if (values.size <= MANY) return values;
    many.addAll(values);
    return many.values;
  }

  /** What `receiver.name` may be, into `result`. */
  read(receiver: Values, name: string, result: Cell): Values {
    let byName = receiver.size === 0 && this.emptyIsUnknown;
    for (const value of kindsOf(this.few(receiver, this.#receivers))) {
      switch (value.kind) {
        case "module":
          result.add(name === "default" ? value : this.interned.export(value.module, name));
          break;
        case "global":
          if (this.#assigned.has(name)) byName = true;
          result.add(this.#memberOfGlobal(value.path, name));
          break;
        case "export":
          result.add(data);
          break;
        case "array":
        case "map":
        case "data":
        case "promise":
          if (this.#mixed || this.#assigned.has(name) || !hasMember(value.kind, name)) byName = true;
          if (value.kind === "data") {
            result.add(data);
            result.addAll(this.dynamic.values);
          }
          break;
        default:
          byName = true;
      }
    }
    if (byName) {
      result.addAll(this.property(name).values);
      result.addAll(this.dynamic.values);
    }
    // Whatever is not known to be something else may be a response.
    if (waits(responses, name) && (byName || mayBeData(receiver))) result.add(this.interned.export(responses, name));
    return result.values;
  }

  #memberOfGlobal(path: string, name: string): Value {
    const members = this.#globals.get(path) ?? new Map<string, Value>();
    this.#globals.set(path, members);
    const known = members.get(name);
    if (known) return known;
    const member = globalMember(`${path}.${name}`);
    const made = member === undefined ? data : this.interned.global(member);
    members.set(name, made);
    return made;
  }

  /** What `receiver[key]` may be, into `result`. */
  readDynamic(receiver: Values, result: Cell): Values {
    const kinds = [...kindsOf(this.few(receiver, this.#receivers))];
    for (const value of kinds) {
      if (value.kind === "module") {
        for (const name of waitingExports(value.module)) result.add(this.interned.export(value.module, name));
      }
    }
    if (kinds.every((value) => value.kind === "module") && kinds.length > 0) return result.values;
    result.addAll(this.#written.values);
    const known = kinds.length > 0 || this.emptyIsUnknown;
    if (known && (this.#mixed || !isBuiltIn(receiver))) {
      result.addAll(this.every.values);
      result.add(unknown);
    }
    return this.elementsOf(receiver, result);
  }

  /** What iterating over `receiver` may give, into `result`. */
  elementsOf(receiver: Values, result: Cell): Values {
    result.addAll(this.elements.values);
    for (const { kind } of kindsOf(this.few(receiver, this.#receivers)))
      if (kind === "data" || kind === "unknown") result.add(kind === "data" ? data : unknown);
    return result.values;
  }

  /** Values flow into a pattern: a variable, a property, or a destructuring. Defaults are the visitor's. */
  assign(pattern: AnyNode, values: Values): void {
    switch (pattern.type) {
      case "Identifier": {
        const binding = this.bindingOf(pattern);
        if (binding) this.at(binding).addAll(values);
        else this.store(pattern.name, values);
        break;
      }
      case "MemberExpression": {
        const name = propertyName(pattern.property, pattern.computed);
        if (name === undefined) this.storeDynamic(values);
        else if (isIndex(name)) this.elements.addAll(values);
        else {
          if (values.size > 0) this.#assigned.add(name);
          this.#written.addAll(values);
          this.store(name, values);
        }
        break;
      }
      case "ObjectPattern":
        for (const property of pattern.properties) this.#assignProperty(property, values);
        break;
      case "ArrayPattern":
        for (const element of pattern.elements)
          if (element) this.assign(element, this.elementsOf(values, this.at(pattern)));
        break;
      case "AssignmentPattern":
        this.assign(pattern.left, values);
        break;
      case "RestElement":
        this.at(pattern).add(array);
        this.assign(pattern.argument, this.at(pattern).values);
        break;
    }
  }

  #assignProperty(property: AnyNode, values: Values): void {
    const cell = this.at(property);
    if (property.type === "RestElement") {
      cell.addAll(values);
      cell.add(unknown);
      this.assign(property.argument, cell.values);
    } else if (property.type === "Property") {
      const name = propertyName(property.key, property.computed);
      this.assign(property.value, name === undefined ? this.readDynamic(values, cell) : this.read(values, name, cell));
    }
  }

  #lookUp<Key>(cells: Map<Key, Cell>, key: Key): Cell {
    const known = cells.get(key);
    if (known) return known;
    const made = new Cell(this.#work);
    cells.set(key, made);
    return made;
  }

  #pool(): Pool {
    return new Pool(this.#work, this.#handler);
  }
}
