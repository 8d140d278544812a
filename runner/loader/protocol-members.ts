// Members that the language calls by itself: `toString` and its kin, well-known symbols, and an iterator's `next`. A
// function that waits cannot stand there, since the language does not wait for it.

import type { AnyNode } from "acorn";
import { propertyName } from "./syntax.ts";

type Parents = ReadonlyMap<AnyNode, AnyNode>;

function keyOf(node: AnyNode): AnyNode | undefined {
  if (node.type === "MemberExpression") return node.property;
  return "key" in node ? node.key : undefined;
}

/** `[Symbol.iterator]` of an object or class, or `x[Symbol.iterator] = …`. */
function isNamedIterator(node: AnyNode, code: string): boolean {
  if (node.type === "AssignmentExpression") return isNamedIterator(node.left, code);
  const key = keyOf(node);
  return (
    key !== undefined && "computed" in node && node.computed && code.slice(key.start, key.end) === "Symbol.iterator"
  );
}

/** True if the member stands in an object or class that has `[Symbol.iterator]`, or in a function of that name. */
function isOfIterator(member: AnyNode, parents: Parents, code: string): boolean {
  for (let at: AnyNode | undefined = member; at; at = parents.get(at)) {
    const beside = at.type === "ObjectExpression" ? at.properties : at.type === "ClassBody" ? at.body : [];
    if ([at, ...beside].some((each) => isNamedIterator(each, code))) return true;
  }
  return false;
}

/** Of the members with such a name: computed keys count if they are well-known symbols, `next` if it is an iterator's. */
export function isProtocolMember(node: AnyNode, parents: Parents, code: string): boolean {
  const key = keyOf(node);
  if (key === undefined) return true;
  if ("computed" in node && node.computed) return /^Symbol\./.test(code.slice(key.start, key.end));
  return propertyName(key, false) !== "next" || isOfIterator(node, parents, code);
}
