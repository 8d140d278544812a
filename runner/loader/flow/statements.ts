// Where values go in statements: into variables, out of functions, from iterables, through exceptions and exports.

import type { AnyNode } from "acorn";
import { children, isFunction } from "../syntax.ts";
import { defineClass, defineFunction } from "./definitions.ts";
import { isExpression } from "./expressions.ts";
import { visitPattern } from "./patterns.ts";
import type { Values } from "./values.ts";
import { byItself, dataValue, type Walk } from "./walk.ts";

/** esbuild's helpers for module namespaces: properties keep their names through them, which is all that matters. */
const bundlerHelpers = new Set(["__export", "__copyProps", "__toESM", "__toCommonJS", "__name", "__reExport"]);

/** What stands in a list with others of its kind, a thousand of them in one function of a library. */
const listed = new Set([
  ...["ExpressionStatement", "VariableDeclarator", "ReturnStatement", "IfStatement", "ThrowStatement"],
  ...["ForStatement", "ForInStatement", "ForOfStatement", "WhileStatement", "DoWhileStatement", "SwitchStatement"],
]);

/** Walks a statement, or any node whose value is of no interest. */
export function visit(walk: Walk, node: AnyNode): void {
  if (node.type === "SequenceExpression") for (const each of node.expressions) walk.visit(each);
  else if (listed.has(node.type)) byItself(walk, node, () => visitNow(walk, node));
  else visitNow(walk, node);
}

function visitNow(walk: Walk, node: AnyNode): void {
  const { heap } = walk;
  switch (node.type) {
    case "FunctionDeclaration":
    case "ClassDeclaration": {
      const value = node.type === "ClassDeclaration" ? defineClass(walk, node) : defineFunction(walk, node);
      const binding = node.id ? heap.bindingOf(node.id) : undefined;
      if (binding) heap.at(binding).add(value);
      break;
    }
    case "VariableDeclarator":
      if (node.id.type === "Identifier" && bundlerHelpers.has(node.id.name)) break;
      visitPattern(walk, node.id);
      if (node.init) heap.assign(node.id, walk.evaluate(node.init));
      break;
    case "ForOfStatement":
    case "ForInStatement":
      visitFor(walk, node);
      break;
    case "ReturnStatement": {
      const values = node.argument && walk.evaluate(node.argument);
      if (values && isFunction(walk.owner)) heap.returns(walk.owner).addAll(values);
      break;
    }
    case "ThrowStatement":
      heap.elements.addAll(walk.evaluate(node.argument));
      break;
    case "CatchClause":
      if (node.param) {
        visitPattern(walk, node.param);
        heap.assign(node.param, heap.anything.values);
      }
      walk.visit(node.body);
      break;
    case "ImportDeclaration":
      bindImports(walk, node);
      break;
    case "ExportNamedDeclaration":
      for (const { local } of node.specifiers) if (local.type === "Identifier") exported(walk, walk.evaluate(local));
      break;
    case "LabeledStatement":
      walk.visit(node.body);
      break;
    case "BreakStatement":
    case "ContinueStatement":
      break;
    default:
      if (isExpression(node)) walk.evaluate(node);
      else children(node).forEach(walk.visit);
  }
}

function visitFor(walk: Walk, node: Extract<AnyNode, { type: "ForOfStatement" | "ForInStatement" }>): void {
  const { heap } = walk;
  const right = walk.evaluate(node.right);
  const target = node.left.type === "VariableDeclaration" ? node.left.declarations[0]?.id : node.left;
  if (target) {
    visitPattern(walk, target);
    heap.assign(target, node.type === "ForInStatement" ? dataValue : heap.elementsOf(right, heap.at(node)));
  }
  walk.visit(node.body);
}

function bindImports(walk: Walk, node: Extract<AnyNode, { type: "ImportDeclaration" }>): void {
  const { heap } = walk;
  const module = String(node.source.value);
  for (const specifier of node.specifiers) {
    const binding = heap.bindingOf(specifier.local);
    if (!binding) continue;
    const imported = specifier.type === "ImportSpecifier" ? specifier.imported : undefined;
    const name = imported?.type === "Literal" ? String(imported.value) : (imported?.name ?? "default");
    heap.at(binding).add(name === "default" ? heap.interned.module(module) : heap.interned.export(module, name));
  }
}

/** Exported functions are called by the runner, with data. */
function exported(walk: Walk, values: Values): void {
  for (const value of values) {
    if (value.kind === "pool") value.pool.call([dataValue, dataValue], true);
    else if (value.kind === "function") for (const param of value.node.params) walk.heap.assign(param, dataValue);
  }
}
