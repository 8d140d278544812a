// Syntax the runner has no meaning for, whatever the script does with it: code made from strings, modules named at
// run time, and authentication that only k6 has, where it is written out.

import type { AnyNode, ObjectExpression, Program } from "acorn";
import type { Refusal } from "./colour.ts";
import { isUnknownRequire } from "./common-js.ts";
import type { Scopes } from "./scopes.ts";
import { children, propertyName } from "./syntax.ts";

/** Finds what cannot be run, with offsets in the bundle. */
export function unsupportedSyntax(program: Program, scopes: Scopes): Refusal[] {
  const free = new Set<AnyNode>(scopes.free);
  const found: Refusal[] = [];
  const visit = (node: AnyNode, parent: AnyNode): void => {
    const message = problemWith(node, free);
    if (message) found.push({ at: node.start, message });
    if (node.type === "ObjectExpression" && mayBeParams(node, parent)) found.push(...authOf(node));
    for (const child of children(node)) visit(child, node);
  };
  visit(program, program);
  return found;
}

function problemWith(node: AnyNode, free: ReadonlySet<AnyNode>): string | undefined {
  switch (node.type) {
    case "MetaProperty":
      return node.meta.name === "import" ? "import.meta is not supported" : undefined;
    case "ExportAllDeclaration":
      return "export * from a k6 module is not supported";
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

/** The names that `http/request-params.ts` reads. */
const parameters: ReadonlySet<string> = new Set([
  ...["auth", "compression", "cookies", "headers", "jar", "redirects"],
  ...["responseCallback", "responseType", "tags", "throw", "timeout"],
]);

const nameOf = (node: AnyNode): string | undefined =>
  node.type === "Property" ? propertyName(node.key, node.computed) : undefined;

/**
 * Whether an object may be the parameters of a request, from its names and where it stands. One that is not known for
 * them here is refused at its first request.
 */
function mayBeParams(object: ObjectExpression, parent: AnyNode): boolean {
  const known = object.properties.every((each) => each.type === "SpreadElement" || parameters.has(nameOf(each) ?? ""));
  if (!known) return false;
  if (parent.type === "Property") return nameOf(parent) === "params";
  // What comes first is an address, or a value for `JSON.stringify`; what follows the address in these is a body.
  if (parent.type !== "CallExpression" && parent.type !== "NewExpression") return true;
  const at = parent.arguments.indexOf(object);
  return at > (takesBody(parent.callee) ? 1 : 0);
}

const takesBody = (callee: AnyNode): boolean =>
  callee.type === "MemberExpression" &&
  ["del", "options", "patch", "post", "put"].includes(propertyName(callee.property, callee.computed) ?? "");

/** Authentication that only k6 has, where it is written out among a request's parameters. */
function* authOf(object: ObjectExpression): Generator<Refusal> {
  for (const each of object.properties) {
    if (each.type !== "Property" || nameOf(each) !== "auth" || each.value.type !== "Literal") continue;
    const { value } = each.value;
    if (value === "digest" || value === "ntlm")
      yield { at: each.start, message: `the runner does not have ${value} authentication` };
  }
}
