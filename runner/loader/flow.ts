// Walks a program until nothing new is learned about which functions its values may be (a control-flow analysis
// without contexts: one set of values per variable, property name and function). Over-estimates, never under.

import type { AnyNode, Class, Expression, Program, SpreadElement, Super } from "acorn";
import { type CallSite, flowThroughCall, type Owner } from "./calls.ts";
import { Heap } from "./heap.ts";
import type { Scopes } from "./scopes.ts";
import { type CallNode, children, type FunctionNode, isFunction, propertyName } from "./syntax.ts";
import { array, data, unknown, type Value, type Values } from "./values.ts";

export interface Flow {
  readonly heap: Heap;
  readonly sites: readonly CallSite[];
  /** Values a method, accessor or property of a name protocols call by itself (toString, Symbol.iterator) may be. */
  readonly protocol: ReadonlyMap<AnyNode, Values>;
}

const dataValue: Values = new Set([data]);
const unknownValue: Values = new Set([unknown]);

/** Globals that are plain data whatever is done to them. */
const dataGlobals = new Set(["undefined", "NaN", "Infinity", "__ENV", "__VU", "__ITER"]);

/** Analyses a module. `imports` gives the value of each imported name. */
export function analyseFlow(program: Program, scopes: Scopes): Flow {
  const heap = new Heap(scopes);
  const visitor = new Visitor(heap);
  settle(visitor, program);
  heap.emptyIsUnknown = true;
  heap.changes++;
  settle(visitor, program);
  return { heap, sites: [...visitor.sites.values()], protocol: visitor.protocol };
}

function settle(visitor: Visitor, program: Program): void {
  let before: number;
  do {
    before = visitor.heap.changes;
    visitor.program(program);
    visitor.heap.settle();
  } while (visitor.heap.changes > before);
}

/** esbuild's helpers for module namespaces: properties keep their names through them, which is all that matters. */
const bundlerHelpers = new Set(["__export", "__copyProps", "__toESM", "__toCommonJS", "__name", "__reExport"]);

/** Properties that the language calls by itself. */
const protocolNames = new Set(["toString", "valueOf", "toJSON", "toLocaleString", "then"]);

function isExpression(node: AnyNode): node is Expression {
  return /Expression$|^(Identifier|Literal|TemplateLiteral|MetaProperty)$/.test(node.type);
}

function never(): never {
  throw new Error("a call outside of any program");
}

/** What has a name in a class or an object literal. */
type Member = Extract<AnyNode, { type: "Property" | "MethodDefinition" | "PropertyDefinition" }>;

class Visitor {
  readonly heap: Heap;
  readonly sites = new Map<CallNode, CallSite>();
  readonly protocol = new Map<AnyNode, Values>();
  #owner: Owner | undefined;
  /** The innermost function that has `arguments` of its own. */
  #withArguments: FunctionNode | undefined;
  #classes: Class[] = [];

  constructor(heap: Heap) {
    this.heap = heap;
  }

  program(program: Program): void {
    this.#within(program, () => this.#all(program.body));
  }

  #within(owner: Owner, body: () => void): void {
    const outer = this.#owner;
    this.#owner = owner;
    body();
    this.#owner = outer;
  }

  #all(nodes: readonly AnyNode[]): void {
    for (const node of nodes) this.#visit(node);
  }

  /** Visits a statement, or any node whose value is of no interest. */
  #visit(node: AnyNode): void {
    const { heap } = this;
    switch (node.type) {
      case "FunctionDeclaration":
      case "ClassDeclaration": {
        const value = node.type === "ClassDeclaration" ? this.#class(node) : this.#function(node);
        const binding = node.id ? heap.bindingOf(node.id) : undefined;
        if (binding) heap.at(binding).add(value);
        break;
      }
      case "VariableDeclarator":
        if (node.id.type === "Identifier" && bundlerHelpers.has(node.id.name)) break;
        this.#pattern(node.id);
        if (node.init) heap.assign(node.id, this.#evaluate(node.init));
        break;
      case "ForOfStatement":
      case "ForInStatement": {
        const right = this.#evaluate(node.right);
        const target = node.left.type === "VariableDeclaration" ? node.left.declarations[0]?.id : node.left;
        if (target) {
          this.#pattern(target);
          heap.assign(target, node.type === "ForInStatement" ? dataValue : heap.elementsOf(right, heap.at(node)));
        }
        this.#visit(node.body);
        break;
      }
      case "ReturnStatement":
        if (node.argument) this.#return(node.argument);
        break;
      case "ThrowStatement":
        heap.elements.addAll(this.#evaluate(node.argument));
        break;
      case "CatchClause":
        if (node.param) {
          this.#pattern(node.param);
          heap.assign(node.param, heap.anything.values);
        }
        this.#visit(node.body);
        break;
      case "ImportDeclaration":
        this.#imports(node);
        break;
      case "ExportNamedDeclaration":
        if (node.declaration) this.#visit(node.declaration);
        for (const specifier of node.specifiers) this.#exported(this.#evaluateName(specifier.local));
        break;
      case "ExportDefaultDeclaration":
        if (isFunction(node.declaration)) this.#exported(new Set([this.#function(node.declaration)]));
        else this.#visit(node.declaration);
        break;
      case "LabeledStatement":
        this.#visit(node.body);
        break;
      case "BreakStatement":
      case "ContinueStatement":
        break;
      default:
        if (isExpression(node)) this.#evaluate(node);
        else this.#all(children(node));
    }
  }

  #evaluateName(node: AnyNode): Values {
    return node.type === "Identifier" ? this.#evaluate(node) : unknownValue;
  }

  #imports(node: Extract<AnyNode, { type: "ImportDeclaration" }>): void {
    const { heap } = this;
    const module = String(node.source.value);
    for (const specifier of node.specifiers) {
      const binding = heap.bindingOf(specifier.local);
      if (!binding) continue;
      const name =
        specifier.type === "ImportSpecifier"
          ? specifier.imported.type === "Identifier"
            ? specifier.imported.name
            : String(specifier.imported.value)
          : "default";
      heap.at(binding).add(name === "default" ? heap.interned.module(module) : heap.interned.export(module, name));
    }
  }

  /** Exported functions are called by the runner, with data. */
  #exported(values: Values): void {
    for (const value of values) {
      if (value.kind === "function") for (const param of value.node.params) this.heap.assign(param, dataValue);
    }
  }

  #return(argument: Expression): void {
    const values = this.#evaluate(argument);
    if (this.#owner && isFunction(this.#owner)) this.heap.returns(this.#owner).addAll(values);
  }

  /** Visits what a pattern evaluates: defaults, computed keys, and the objects of member targets. */
  #pattern(node: AnyNode): void {
    switch (node.type) {
      case "AssignmentPattern":
        this.#pattern(node.left);
        this.heap.assign(node.left, this.#evaluate(node.right));
        break;
      case "ObjectPattern":
        for (const property of node.properties) {
          if (property.type === "Property" && property.computed) this.#evaluate(property.key);
          this.#pattern(property.type === "Property" ? property.value : property.argument);
        }
        break;
      case "ArrayPattern":
        for (const element of node.elements) if (element) this.#pattern(element);
        break;
      case "RestElement":
        this.#pattern(node.argument);
        break;
      case "MemberExpression":
        this.#evaluate(node.object);
        if (node.computed) this.#visit(node.property);
        break;
    }
  }

  #function(node: FunctionNode): Value {
    const outer = this.#withArguments;
    if (node.type !== "ArrowFunctionExpression") this.#withArguments = node;
    const value = this.heap.interned.function(node);
    this.#within(node, () => {
      const binding = node.type === "FunctionExpression" && node.id ? this.heap.bindingOf(node.id) : undefined;
      if (binding) this.heap.at(binding).add(value);
      for (const param of node.params) this.#pattern(param);
      if (node.body.type === "BlockStatement") this.#visit(node.body);
      else this.#return(node.body);
    });
    this.#withArguments = outer;
    return value;
  }

  #class(node: Class): Value {
    const { heap } = this;
    const value = heap.interned.class(node);
    const binding = node.id ? heap.bindingOf(node.id) : undefined;
    if (binding) heap.at(binding).add(value);
    if (node.superClass) heap.at(node.superClass).addAll(this.#evaluate(node.superClass));
    this.#classes.push(node);
    for (const member of node.body.body) {
      if (member.type === "StaticBlock") this.#within(member, () => this.#all(member.body));
      else {
        if (member.computed) this.#visit(member.key);
        if (member.type === "MethodDefinition") {
          const method = new Set([this.#function(member.value)]);
          if (member.kind !== "constructor") this.#member(member, member.kind, method);
        } else if (member.value) {
          const initial = member.value;
          this.#within(member, () => this.#member(member, "init", this.#evaluate(initial)));
        }
      }
    }
    this.#classes.pop();
    return value;
  }

  /** A member of a class or object literal comes to be. */
  #member(node: Member, kind: string, values: Values): Values {
    const { heap } = this;
    const name = propertyName(node.key, node.computed);
    if (kind === "get" || kind === "set") {
      for (const value of values) if (value.kind === "function") this.#accessor(value.node, name, kind);
      return values;
    }
    if (name === undefined) heap.storeDynamic(values);
    else heap.store(name, values);
    if (name === undefined || protocolNames.has(name)) this.protocol.set(node, values);
    return values;
  }

  #accessor(node: FunctionNode, name: string | undefined, kind: "get" | "set"): void {
    const { heap } = this;
    const [param] = node.params;
    if (kind === "set" && param)
      heap.assign(param, name === undefined ? heap.every.values : heap.property(name).values);
    else if (kind === "set") return;
    else if (name === undefined) heap.storeDynamic(heap.returns(node).values);
    else heap.store(name, heap.returns(node).values);
  }

  #evaluate(node: Expression | Super): Values {
    const { heap } = this;
    switch (node.type) {
      case "Identifier":
        return this.#identifier(node);
      case "Literal":
        return dataValue;
      case "ArrayExpression":
        for (const element of node.elements) if (element) heap.elements.addAll(this.#argument(element));
        return this.#one(node, array);
      case "ObjectExpression":
        return this.#object(node);
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        return this.#one(node, this.#function(node));
      case "ClassExpression":
        return this.#one(node, this.#class(node));
      case "AssignmentExpression":
        return this.#assignment(node);
      case "LogicalExpression":
        return this.#union(node, [node.left, node.right]);
      case "ConditionalExpression":
        this.#evaluate(node.test);
        return this.#union(node, [node.consequent, node.alternate]);
      case "SequenceExpression":
        for (const each of node.expressions.slice(0, -1)) this.#evaluate(each);
        return this.#union(node, node.expressions.slice(-1));
      case "ChainExpression":
      case "ParenthesizedExpression":
        return this.#evaluate(node.expression);
      case "MemberExpression":
        return this.#read(node, this.#evaluate(node.object));
      case "CallExpression":
      case "NewExpression":
        return this.#call(node, node.callee, node.arguments);
      case "TaggedTemplateExpression":
        return this.#call(node, node.tag, node.quasi.expressions);
      case "AwaitExpression":
        heap.at(node).addAll(this.#evaluate(node.argument));
        heap.at(node).addAll(heap.anything.values);
        return heap.at(node).values;
      case "YieldExpression":
        if (node.argument) heap.elements.addAll(this.#evaluate(node.argument));
        return heap.anything.values;
      case "UnaryExpression":
      case "UpdateExpression":
      case "BinaryExpression":
      case "TemplateLiteral":
        this.#all(children(node));
        return dataValue;
      case "ImportExpression":
        this.#evaluate(node.source);
        return unknownValue;
      default:
        return unknownValue;
    }
  }

  #one(node: AnyNode, value: Value): Values {
    const cell = this.heap.at(node);
    cell.add(value);
    return cell.values;
  }

  #union(node: AnyNode, parts: readonly Expression[]): Values {
    const cell = this.heap.at(node);
    for (const part of parts) cell.addAll(this.#evaluate(part));
    return cell.values;
  }

  #identifier(node: Extract<AnyNode, { type: "Identifier" }>): Values {
    const { heap } = this;
    const binding = heap.bindingOf(node);
    if (binding) return heap.at(binding).values;
    if (node.name === "arguments" && this.#withArguments) {
      heap.readsArguments.add(this.#withArguments);
      return this.#one(node, array);
    }
    if (dataGlobals.has(node.name)) return dataValue;
    heap.at(node).addAll(heap.property(node.name).values);
    return this.#one(node, heap.interned.global(node.name));
  }

  #argument(node: Expression | SpreadElement): Values {
    if (node.type !== "SpreadElement") return this.#evaluate(node);
    return this.heap.elementsOf(this.#evaluate(node.argument), this.heap.at(node));
  }

  #object(node: Extract<AnyNode, { type: "ObjectExpression" }>): Values {
    const { heap } = this;
    const members = heap.members(node);
    for (const property of node.properties) {
      if (property.type === "SpreadElement") {
        const copied = this.#evaluate(property.argument);
        for (const value of copied) {
          if (value.kind === "object") members.addAll(heap.members(value.node).values);
          else if (value.kind !== "data") members.addAll(heap.every.values);
          if (value.kind === "module") heap.spreadModule(value.module);
        }
        continue;
      }
      if (property.computed) this.#evaluate(property.key);
      const values = this.#evaluate(property.value);
      members.addAll(this.#member(property, property.kind, values));
    }
    return this.#one(node, heap.interned.object(node));
  }

  #assignment(node: Extract<AnyNode, { type: "AssignmentExpression" }>): Values {
    this.#pattern(node.left);
    const right = this.#evaluate(node.right);
    if (node.operator === "=") {
      this.heap.assign(node.left, right);
      return right;
    }
    if (!/^(\|\||&&|\?\?)=$/.test(node.operator)) {
      this.heap.assign(node.left, dataValue);
      return dataValue;
    }
    this.heap.assign(node.left, right);
    const cell = this.heap.at(node);
    cell.addAll(right);
    if (node.left.type === "Identifier" || node.left.type === "MemberExpression")
      cell.addAll(this.#evaluate(node.left));
    return cell.values;
  }

  #read(node: Extract<AnyNode, { type: "MemberExpression" }>, receiver: Values): Values {
    const { heap } = this;
    if (node.computed) this.#visit(node.property);
    const name = propertyName(node.property, node.computed);
    const of = node.object.type === "Super" ? unknownValue : receiver;
    return name === undefined || /^\d+$/.test(name)
      ? heap.readDynamic(of, heap.at(node))
      : heap.read(of, name, heap.at(node));
  }

  #call(node: CallNode, callee: Expression | Super, args: readonly (Expression | SpreadElement)[]): Values {
    const { heap } = this;
    const target = callee.type === "ChainExpression" ? callee.expression : callee;
    const receiver = target.type === "MemberExpression" ? this.#evaluate(target.object) : new Set<Value>();
    const callees = target.type === "MemberExpression" ? this.#read(target, receiver) : this.#callee(target);
    if (node.type === "TaggedTemplateExpression") this.#all(node.quasi.quasis);
    const values = args.map((arg) => this.#argument(arg));
    const site: CallSite = {
      node,
      owner: this.#owner ?? never(),
      method: target.type === "MemberExpression" ? propertyName(target.property, target.computed) : undefined,
      receiver,
      callees,
      args: node.type === "TaggedTemplateExpression" ? [dataValue, ...values] : values,
      spread: args.some((arg) => arg.type === "SpreadElement"),
      result: heap.at(node),
    };
    this.sites.set(node, site);
    if (target.type === "Identifier" && target.name === "__export") this.#namespace(args[1]);
    flowThroughCall(heap, site);
    return site.result.values;
  }

  /** esbuild's `__export(ns, { name: () => value })` makes `ns.name` be `value`. */
  #namespace(exported: AnyNode | undefined): void {
    if (exported?.type !== "ObjectExpression") return;
    for (const property of exported.properties) {
      if (property.type !== "Property" || property.value.type !== "ArrowFunctionExpression") continue;
      const name = propertyName(property.key, property.computed);
      if (name !== undefined) this.heap.store(name, this.heap.returns(property.value).values);
    }
  }

  /** `super(…)` calls the constructor of what the class extends. */
  #callee(target: Expression | Super): Values {
    if (target.type !== "Super") return this.#evaluate(target);
    const parent = this.#classes.at(-1)?.superClass;
    return parent ? this.heap.at(parent).values : unknownValue;
  }
}
