// Default values of parameters that must be awaited: `await` may not stand among parameters, so these and what comes
// after them move to the start of the body.

import type MagicString from "magic-string";
import { redeclaresParameter } from "./scopes.ts";
import type { FunctionNode } from "./syntax.ts";

/**
 * Moves the parameters from the `first` on into the body: `f(a, b = g()) {` → `f(a, $1 = undefined) { let b = $1 ===
 * undefined ? g() : $1;`. The function keeps its length.
 */
export function moveParameters(text: MagicString, code: string, node: FunctionNode, first: number): void {
  const { body } = node;
  const concise = body.type !== "BlockStatement";
  // As among parameters, a default that reads a later one fails; unless the body's own `var` forbids `let`.
  const declare = redeclaresParameter(node) ? "var" : "let";
  const parenthesised = concise && code[body.start - 1] === "(";
  const into = concise ? body.start - (parenthesised ? 1 : 0) : body.start + 1;
  node.params.slice(first).forEach((param, offset) => {
    const name = `$${first + offset}`;
    const isFirst = offset === 0;
    if (param.type === "AssignmentPattern") {
      text.appendLeft(param.start, `${name} = undefined`);
      text.overwrite(param.left.end, code.indexOf("=", param.left.end) + 1, ` = ${name} !== undefined ? ${name} :`);
    } else if (param.type === "RestElement") {
      text.appendLeft(param.start, `...${name}`);
      text.remove(param.start, param.argument.start);
      text.appendLeft(param.end, ` = ${name}`);
    } else {
      text.appendLeft(param.start, name);
      text.appendLeft(param.end, ` = ${name}`);
    }
    const start = param.type === "RestElement" ? param.argument.start : param.start;
    text.prependRight(start, `${isFirst && concise ? "{ " : ""} ${declare} `);
    text.appendLeft(param.end, ";");
    text.move(start, param.end, into);
  });
  if (!concise) return;
  text.prependRight(into, " return ");
  text.appendLeft(body.end + (parenthesised ? 1 : 0), "; }");
}
