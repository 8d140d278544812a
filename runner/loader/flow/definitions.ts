// Functions, classes and object literals as they come to be: their bodies are walked where they stand, their members
// become known by name.

import type { AnyNode, Class } from "acorn";
import { type FunctionNode, propertyName } from "../syntax.ts";
import { visitPattern } from "./patterns.ts";
import { expandedFew, kindsOf, type Value, type Values } from "./values.ts";
import { byItself, type Walk, within } from "./walk.ts";

/** What has a name in a class or an object literal. */
type Member = Extract<AnyNode, { type: "Property" | "MethodDefinition" | "PropertyDefinition" }>;

/** Properties that the language calls by itself. */
const protocolNames = new Set(["toString", "valueOf", "toJSON", "toLocaleString", "then", "next"]);

/** Notes a member that the language may call by itself: one of those names, or a symbol, or a key that cannot be read. */
export function noteProtocol(walk: Walk, node: AnyNode, name: string | undefined, values: Values): void {
  if (name === undefined || protocolNames.has(name)) walk.protocol.set(node, values);
}

/** A function's value. Its body is walked by itself, and again when something it reads has grown. */
export function defineFunction(walk: Walk, node: FunctionNode): Value {
  const value = walk.heap.interned.function(node);
  byItself(walk, node, () => {
    if (node.type !== "ArrowFunctionExpression") walk.withArguments = node;
    within(walk, node, () => walkFunction(walk, node, value));
  });
  return value;
}

function walkFunction(walk: Walk, node: FunctionNode, value: Value): void {
  const binding = node.type === "FunctionExpression" && node.id ? walk.heap.bindingOf(node.id) : undefined;
  if (binding) walk.heap.at(binding).add(value);
  for (const param of node.params) visitPattern(walk, param);
  if (node.body.type === "BlockStatement") walk.visit(node.body);
  else walk.heap.returns(node).addAll(walk.evaluate(node.body));
}

export function defineClass(walk: Walk, node: Class): Value {
  const { heap } = walk;
  const value = heap.interned.class(node);
  const binding = node.id ? heap.bindingOf(node.id) : undefined;
  if (binding) heap.at(binding).add(value);
  if (node.superClass) heap.at(node.superClass).addAll(walk.evaluate(node.superClass));
  walk.classes.push(node);
  for (const member of node.body.body) {
    if (member.type === "StaticBlock") {
      within(walk, member, () => member.body.forEach(walk.visit));
      continue;
    }
    if (member.computed) walk.visit(member.key);
    if (member.type === "MethodDefinition") {
      const method = new Set([defineFunction(walk, member.value)]);
      if (member.kind !== "constructor") defineMember(walk, member, member.kind, method);
    } else if (member.value) {
      const initial = member.value;
      within(walk, member, () => defineMember(walk, member, "init", walk.evaluate(initial)));
    }
  }
  walk.classes.pop();
  return value;
}

export function defineObject(walk: Walk, node: Extract<AnyNode, { type: "ObjectExpression" }>): void {
  const { heap } = walk;
  const members = heap.members(node);
  for (const property of node.properties) {
    if (property.type === "SpreadElement") {
      const spread = walk.evaluate(property.argument);
      for (const value of expandedFew(spread) ?? kindsOf(spread)) {
        if (value.kind === "object") members.addAll(heap.members(value.node).values);
        else if (value.kind !== "data") members.addAll(heap.every.values);
        if (value.kind === "module") heap.spreadModule(value.module);
      }
      continue;
    }
    if (property.computed) walk.evaluate(property.key);
    const values = walk.evaluate(property.value);
    members.addAll(values);
    defineMember(walk, property, property.kind, values);
  }
}

function defineMember(walk: Walk, node: Member, kind: string, values: Values): void {
  const { heap } = walk;
  const name = propertyName(node.key, node.computed);
  if (kind === "get" || kind === "set") {
    for (const value of values) if (value.kind === "function") defineAccessor(walk, value.node, name, kind);
    return;
  }
  if (name === undefined) heap.storeDynamic(values);
  else heap.store(name, values);
  noteProtocol(walk, node, name, values);
}

/** Reading the property gives what the getter returns; writing it gives the setter its argument. */
function defineAccessor(walk: Walk, node: FunctionNode, name: string | undefined, kind: "get" | "set"): void {
  const { heap } = walk;
  const [param] = node.params;
  if (kind === "get") {
    if (name === undefined) heap.storeDynamic(heap.returns(node).values);
    else heap.store(name, heap.returns(node).values);
  } else if (param) {
    heap.assign(param, name === undefined ? heap.every.values : heap.property(name).values);
  }
}
