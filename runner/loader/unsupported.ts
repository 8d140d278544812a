// Syntax the runner has no meaning for, whatever the script does with it: code made from strings, modules named at
// run time, and authentication that only k6 has, where it is written out.

import type { AnyNode, Program } from "acorn";
import type { Refusal } from "./colour.ts";
import { isUnknownRequire } from "./common-js.ts";
import type { Scopes } from "./scopes.ts";
import { children, propertyName } from "./syntax.ts";

/** Finds what cannot be run, with offsets in the bundle. */
export function unsupportedSyntax(program: Program, scopes: Scopes): Refusal[] {
  const free = new Set<AnyNode>(scopes.free);
  const found: Refusal[] = [];
  const visit = (node: AnyNode): void => {
    const message = problemWith(node, free);
    if (message) found.push({ at: node.start, message });
    for (const child of children(node)) visit(child);
  };
  visit(program);
  return found;
}

function problemWith(node: AnyNode, free: ReadonlySet<AnyNode>): string | undefined {
  switch (node.type) {
    case "MetaProperty":
      return node.meta.name === "import" ? "import.meta is not supported" : undefined;
    case "ExportAllDeclaration":
      return "export * from a k6 module is not supported";
    case "Property":
      return propertyName(node.key, node.computed) === "auth" ? problemWithAuth(node.value) : undefined;
    case "CallExpression":
    case "NewExpression":
      if (node.callee.type !== "Identifier") return undefined;
      if (isUnknownRequire(node)) return "require() of a name that is not written out is not supported";
      return free.has(node.callee) ? problemWithCall(node.callee.name, node.arguments) : undefined;
    default:
      return undefined;
  }
}

/** Code that runs among the script's own names cannot be seen through, unless it calls nothing. */
function problemWithCall(name: string, args: readonly AnyNode[]): string | undefined {
  if (name !== "eval") return undefined;
  const harmless = args.every(
    (arg) => arg.type === "Literal" && typeof arg.value === "string" && !arg.value.includes("("),
  );
  return harmless ? undefined : `${name}() of a string may hide blocking calls`;
}

/** The `auth` of a request's parameters. What is put together when the script runs is refused at its first request. */
function problemWithAuth(value: AnyNode): string | undefined {
  if (value.type !== "Literal" || (value.value !== "digest" && value.value !== "ntlm")) return undefined;
  return `the runner does not have ${value.value} authentication`;
}
