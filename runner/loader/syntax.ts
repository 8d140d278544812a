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

/** From this length on a list is looked at as a table of data. */
const longList = 8;

/**
 * Parses a module. Long lists of plain text and numbers come out empty: nothing can be called there, and a script that
 * holds a corpus would otherwise be walked mostly for that.
 * @throws SyntaxError with `pos`, which the bundler should already have found
 */
export function parseModule(code: string): Program {
  const program = parse(code, { ecmaVersion: 2024, sourceType: "module" });
  emptyTables(program);
  return program;
}

function emptyTables(node: AnyNode): void {
  if (node.type === "ArrayExpression" && node.elements.length > longList && isPlain(node)) node.elements = [];
  for (const child of children(node)) emptyTables(child);
}

/** True if a value written out holds only text and numbers. */
function isPlain(node: AnyNode): boolean {
  switch (node.type) {
    case "ArrayExpression":
      return node.elements.every((element) => element !== null && isPlain(element));
    case "ObjectExpression":
      return node.properties.every((each) => each.type === "Property" && !each.computed && isPlain(each.value));
    case "UnaryExpression":
      return isPlain(node.argument);
    case "TemplateLiteral":
      return node.expressions.length === 0;
    default:
      return node.type === "Literal";
  }
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
