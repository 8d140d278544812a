// What the value of an expression may be, and the calls found on the way.

import type { AnyNode, Expression, SpreadElement, Super } from "acorn";
import { type CallNode, children, isIndex, propertyName } from "../syntax.ts";
import { type CallSite, flowThroughCall } from "./calls.ts";
import { defineClass, defineFunction, defineObject, noteProtocol } from "./definitions.ts";
import { visitPattern } from "./patterns.ts";
import { array, type Value, type Values } from "./values.ts";
import { atOnce, dataValue, only, unknownValue, type Walk } from "./walk.ts";

/** Globals that are plain data whatever is done to them. */
const dataGlobals = new Set(["undefined", "NaN", "Infinity", "__ENV", "__VU", "__ITER"]);

export function isExpression(node: AnyNode): node is Expression {
  return /Expression$|^(Identifier|Literal|TemplateLiteral|MetaProperty)$/.test(node.type);
}

/** Walks an expression and gives what its value may be. */
export function evaluate(walk: Walk, node: Expression | Super): Values {
  const { heap } = walk;
  switch (node.type) {
    case "Identifier":
      return evaluateIdentifier(walk, node);
    case "Literal":
      return dataValue;
    case "ArrayExpression":
      atOnce(walk, node, () => {
        for (const element of node.elements) if (element) heap.elements.addAll(evaluateArgument(walk, element));
      });
      return only(walk, node, array);
    case "ObjectExpression":
      atOnce(walk, node, () => defineObject(walk, node));
      return only(walk, node, heap.interned.object(node));
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return only(walk, node, defineFunction(walk, node));
    case "ClassExpression":
      return only(walk, node, defineClass(walk, node));
    case "AssignmentExpression":
      atOnce(walk, node, () => evaluateAssignment(walk, node));
      if (node.operator === "=") return walk.evaluate(node.right);
      return heap.at(node).values;
    case "LogicalExpression":
      return union(walk, node, [node.left, node.right]);
    case "ConditionalExpression":
      walk.evaluate(node.test);
      return union(walk, node, [node.consequent, node.alternate]);
    case "SequenceExpression":
      for (const each of node.expressions.slice(0, -1)) walk.evaluate(each);
      return union(walk, node, node.expressions.slice(-1));
    case "ChainExpression":
    case "ParenthesizedExpression":
      return walk.evaluate(node.expression);
    case "MemberExpression":
      atOnce(walk, node, () => evaluateMember(walk, node, walk.evaluate(node.object)));
      return heap.at(node).values;
    case "CallExpression":
    case "NewExpression":
      atOnce(walk, node, () => evaluateCall(walk, node, node.callee, node.arguments));
      return heap.at(node).values;
    case "TaggedTemplateExpression":
      atOnce(walk, node, () => evaluateCall(walk, node, node.tag, node.quasi.expressions));
      return heap.at(node).values;
    case "AwaitExpression":
      heap.at(node).addAll(walk.evaluate(node.argument));
      heap.at(node).addAll(heap.anything.values);
      return heap.at(node).values;
    case "YieldExpression":
      if (node.argument) heap.elements.addAll(walk.evaluate(node.argument));
      return heap.anything.values;
    case "UnaryExpression":
    case "UpdateExpression":
    case "BinaryExpression":
    case "TemplateLiteral":
      children(node).forEach(walk.visit);
      return dataValue;
    default:
      return unknownValue;
  }
}

function union(walk: Walk, node: AnyNode, parts: readonly Expression[]): Values {
  const cell = walk.heap.at(node);
  for (const part of parts) cell.addAll(walk.evaluate(part));
  return cell.values;
}

function evaluateIdentifier(walk: Walk, node: Extract<AnyNode, { type: "Identifier" }>): Values {
  const { heap } = walk;
  const binding = heap.bindingOf(node);
  if (binding) return heap.at(binding).values;
  if (node.name === "arguments" && walk.withArguments) {
    heap.readsArguments.add(walk.withArguments);
    return only(walk, node, array);
  }
  if (dataGlobals.has(node.name)) return dataValue;
  heap.at(node).addAll(heap.property(node.name).values);
  return only(walk, node, heap.interned.global(node.name));
}

function evaluateArgument(walk: Walk, node: Expression | SpreadElement): Values {
  if (node.type !== "SpreadElement") return walk.evaluate(node);
  return walk.heap.elementsOf(walk.evaluate(node.argument), walk.heap.at(node));
}

function evaluateAssignment(walk: Walk, node: Extract<AnyNode, { type: "AssignmentExpression" }>): void {
  const { heap } = walk;
  visitPattern(walk, node.left);
  const right = walk.evaluate(node.right);
  if (node.left.type === "MemberExpression") {
    noteProtocol(walk, node.left, propertyName(node.left.property, node.left.computed), right);
  }
  if (node.operator === "=") {
    heap.assign(node.left, right);
    return;
  }
  const cell = heap.at(node);
  if (!/^(\|\||&&|\?\?)=$/.test(node.operator)) {
    heap.assign(node.left, dataValue);
    cell.addAll(dataValue);
    return;
  }
  heap.assign(node.left, right);
  cell.addAll(right);
  if (node.left.type === "Identifier" || node.left.type === "MemberExpression") cell.addAll(walk.evaluate(node.left));
}

function evaluateMember(walk: Walk, node: Extract<AnyNode, { type: "MemberExpression" }>, receiver: Values): Values {
  const { heap } = walk;
  if (node.computed) walk.visit(node.property);
  const name = propertyName(node.property, node.computed);
  const of = node.object.type === "Super" ? unknownValue : receiver;
  return name === undefined || isIndex(name) ? heap.readDynamic(of, heap.at(node)) : heap.read(of, name, heap.at(node));
}

function evaluateCall(
  walk: Walk,
  node: CallNode,
  callee: Expression | Super,
  args: readonly (Expression | SpreadElement)[],
): void {
  const { heap } = walk;
  const target = callee.type === "ChainExpression" ? callee.expression : callee;
  const member = target.type === "MemberExpression" ? target : undefined;
  const receiver = member ? walk.evaluate(member.object) : new Set<Value>();
  const callees = member ? evaluateMember(walk, member, receiver) : evaluateCallee(walk, target);
  const values = args.map((arg) => evaluateArgument(walk, arg));
  const site: CallSite = {
    node,
    owner: walk.owner,
    method: member && propertyName(member.property, member.computed),
    receiver,
    callees,
    args: node.type === "TaggedTemplateExpression" ? [dataValue, ...values] : values,
    spread: args.some((arg) => arg.type === "SpreadElement"),
    result: heap.at(node),
  };
  walk.sites.set(node, site);
  if (target.type === "Identifier" && target.name === "__export") nameExports(walk, args[1]);
  flowThroughCall(heap, site);
}

/** esbuild's `__export(ns, { name: () => value })` makes `ns.name` be `value`. */
function nameExports(walk: Walk, exported: AnyNode | undefined): void {
  if (exported?.type !== "ObjectExpression") return;
  for (const property of exported.properties) {
    if (property.type !== "Property" || property.value.type !== "ArrowFunctionExpression") continue;
    const name = propertyName(property.key, property.computed);
    if (name !== undefined) walk.heap.store(name, walk.heap.returns(property.value).values);
  }
}

/** `super(…)` calls the constructor of what the class extends. */
function evaluateCallee(walk: Walk, target: Expression | Super): Values {
  if (target.type !== "Super") return walk.evaluate(target);
  const parent = walk.classes.at(-1)?.superClass;
  return parent ? walk.heap.at(parent).values : unknownValue;
}
