// Which declaration each identifier of a module means. Parameters and body of a function share one scope: where
// JavaScript tells them apart the loader would only see more possible values, never fewer.

import type { AnyNode, Identifier, Program } from "acorn";
import { children, type FunctionNode, isFunction } from "./syntax.ts";

/** One declared name. */
export class Binding {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export interface Scopes {
  /** The declaration an identifier refers to or is; absent for names the module does not declare. */
  readonly bindings: ReadonlyMap<Identifier, Binding>;
  /** References to names the module does not declare. */
  readonly free: readonly Identifier[];
  /** Identifiers that stand alone as `{ name }`, by the identifier read or written. */
  readonly shorthand: ReadonlySet<Identifier>;
}

interface Scope {
  readonly names: Map<string, Binding>;
  readonly parent: Scope | undefined;
}

/** Identifiers a pattern declares. */
function* declared(pattern: AnyNode): Generator<Identifier> {
  switch (pattern.type) {
    case "Identifier":
      yield pattern;
      break;
    case "ObjectPattern":
      for (const property of pattern.properties)
        yield* declared(property.type === "Property" ? property.value : property.argument);
      break;
    case "ArrayPattern":
      for (const element of pattern.elements) if (element) yield* declared(element);
      break;
    case "RestElement":
      yield* declared(pattern.argument);
      break;
    case "AssignmentPattern":
      yield* declared(pattern.left);
      break;
  }
}

/** `var` names of a function or module body, down to but not into inner functions. */
function* hoisted(node: AnyNode): Generator<Identifier> {
  if (node.type === "VariableDeclaration" && node.kind === "var") {
    for (const declarator of node.declarations) yield* declared(declarator.id);
  }
  for (const child of children(node)) {
    if (!isFunction(child) && child.type !== "StaticBlock") yield* hoisted(child);
  }
}

/** Names declared by `let`, `const`, `class`, `function` and `import` directly in a list of statements. */
function* lexical(statements: readonly AnyNode[]): Generator<Identifier> {
  for (const statement of statements) {
    const inner =
      (statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration") &&
      statement.declaration
        ? statement.declaration
        : statement;
    if (inner.type === "VariableDeclaration" && inner.kind !== "var") {
      for (const declarator of inner.declarations) yield* declared(declarator.id);
    } else if ((inner.type === "FunctionDeclaration" || inner.type === "ClassDeclaration") && inner.id) {
      yield inner.id;
    } else if (inner.type === "ImportDeclaration") {
      for (const specifier of inner.specifiers) yield specifier.local;
    }
  }
}

/** True if the body declares, by `var` or `function`, a name that a parameter has too. */
export function redeclaresParameter(node: FunctionNode): boolean {
  if (node.body.type !== "BlockStatement") return false;
  const own = new Set(node.params.flatMap((param) => [...declared(param)].map(({ name }) => name)));
  return [...hoisted(node.body), ...lexical(node.body.body)].some(({ name }) => own.has(name));
}

/** The names a node opens a scope for; undefined if it opens none. */
function scopeOf(node: AnyNode): Identifier[] | undefined {
  switch (node.type) {
    case "Program":
      return [...hoisted(node), ...lexical(node.body)];
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression": {
      const own = node.type === "FunctionExpression" && node.id ? [node.id] : [];
      return [...own, ...node.params.flatMap((param) => [...declared(param)]), ...hoisted(node.body)];
    }
    case "StaticBlock":
      return [...node.body.flatMap((statement) => [...hoisted(statement)]), ...lexical(node.body)];
    case "BlockStatement":
      return [...lexical(node.body)];
    case "SwitchStatement":
      return [...lexical(node.cases.flatMap((each) => each.consequent))];
    case "ForStatement":
      return node.init ? [...lexical([node.init])] : [];
    case "ForInStatement":
    case "ForOfStatement":
      return [...lexical([node.left])];
    case "CatchClause":
      return node.param ? [...declared(node.param)] : [];
    case "ClassExpression":
      return node.id ? [node.id] : [];
    default:
      return undefined;
  }
}

/** Child nodes whose identifiers are references or declarations, not property names or labels. */
function meaningful(node: AnyNode): AnyNode[] {
  switch (node.type) {
    case "MemberExpression":
      return node.computed ? [node.object, node.property] : [node.object];
    case "Property":
    case "MethodDefinition":
    case "PropertyDefinition": {
      const value = node.value ? [node.value] : [];
      return node.computed ? [node.key, ...value] : value;
    }
    case "LabeledStatement":
      return [node.body];
    case "BreakStatement":
    case "ContinueStatement":
    case "MetaProperty":
    case "ImportDeclaration":
    case "ExportAllDeclaration":
      return [];
    case "ExportSpecifier":
      return [node.local];
    case "ExportNamedDeclaration":
      return node.source ? [] : children(node);
    default:
      return children(node);
  }
}

/** Resolves every identifier of a module. */
export function resolveScopes(program: Program): Scopes {
  const bindings = new Map<Identifier, Binding>();
  const free: Identifier[] = [];
  const shorthand = new Set<Identifier>();

  const visit = (node: AnyNode, outer: Scope | undefined): void => {
    const names = scopeOf(node);
    let scope = outer;
    if (names) {
      const inner: Scope = { names: new Map(), parent: outer };
      for (const id of names) {
        const binding = inner.names.get(id.name) ?? new Binding(id.name);
        inner.names.set(id.name, binding);
        bindings.set(id, binding);
      }
      scope = inner;
    }
    if (node.type === "Identifier") {
      if (bindings.has(node)) return;
      let at = scope;
      while (at && !at.names.has(node.name)) at = at.parent;
      const binding = at?.names.get(node.name);
      if (binding) bindings.set(node, binding);
      else free.push(node);
      return;
    }
    if (node.type === "Property" && node.shorthand) {
      const value = node.value.type === "AssignmentPattern" ? node.value.left : node.value;
      if (value.type === "Identifier") shorthand.add(value);
    }
    for (const child of meaningful(node)) visit(child, scope);
  };

  visit(program, undefined);
  return { bindings, free, shorthand };
}
