// The shape of JavaScript's syntax tree as the loader walks it: parsing, child nodes, and which nodes are functions.

import {
  type AnonymousFunctionDeclaration,
  type AnyNode,
  type ArrowFunctionExpression,
  type CallExpression,
  type FunctionDeclaration,
  type FunctionExpression,
  type NewExpression,
  type Program,
  parse,
  type TaggedTemplateExpression,
} from "acorn";

export type FunctionNode =
  | FunctionDeclaration
  | AnonymousFunctionDeclaration
  | FunctionExpression
  | ArrowFunctionExpression;

/** Every form of call. */
export type CallNode = CallExpression | NewExpression | TaggedTemplateExpression;

/** @throws SyntaxError with `pos`, which the bundler should already have found */
export function parseModule(code: string): Program {
  return parse(code, { ecmaVersion: 2024, sourceType: "module" });
}

export function isFunction(node: AnyNode): node is FunctionNode {
  return (
    node.type === "FunctionDeclaration" || node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression"
  );
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** Direct child nodes in source order, the names of properties and labels among them. */
export function children(node: AnyNode): AnyNode[] {
  const found: AnyNode[] = [];
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) found.push(...value.filter(isNode));
    else if (isNode(value)) found.push(value);
  }
  return found;
}

/** The name of a property that is written out (`x.name`, `{ name: 1 }`, `{ "name": 1 }`, `#name`); undefined if computed. */
export function propertyName(key: AnyNode, computed: boolean): string | undefined {
  if (key.type === "PrivateIdentifier") return `#${key.name}`;
  if (key.type === "Identifier" && !computed) return key.name;
  if (key.type === "Literal" && (typeof key.value === "string" || typeof key.value === "number")) {
    return String(key.value);
  }
  return undefined;
}

/** True for an index as in `x[0]`: it names an element, not a property. */
export function isIndex(name: string): boolean {
  return /^\d+$/.test(name);
}
