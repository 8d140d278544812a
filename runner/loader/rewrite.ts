// Writes the coloured program: async functions, awaited calls, awaiting array methods, and a module turned into one
// function of its modules and globals. Everything else stays the text it was, so that source maps stay exact.

import type { AnyNode, Identifier, Program } from "acorn";
import MagicString from "magic-string";
import type { Colouring } from "./colour.ts";
import { ecmaScriptGlobals } from "./ecmascript-globals.ts";
import { ChainCuts } from "./optional-chain.ts";
import { moveParameters } from "./parameters.ts";
import type { Scopes } from "./scopes.ts";
import { type CallNode, children, type FunctionNode, isFunction } from "./syntax.ts";

export interface Rewritten {
  readonly code: string;
  /** Source map from the new text to the old, JSON. */
  readonly map: string;
}

/** Rewrites `code`. The result is an expression: a function that takes the runtime object. */
export function rewrite(code: string, program: Program, scopes: Scopes, colouring: Colouring): Rewritten {
  const runtime = freeName(code);
  const text = new MagicString(code);
  new Writer(text, code, runtime, scopes, colouring).program(program);
  // The names of the language that a VU has its own version of: `random` may be seeded, and code in strings sees the
  // script's globals.
  const own = ["Math", "Function"].filter((each) => scopes.free.some(({ name }) => name === each));
  const declared = own.length > 0 ? `const { ${own.join(", ")} } = ${runtime}.global; ` : "";
  text.prepend(`(async function (${runtime}) { "use strict"; ${declared}`);
  text.append("\n})");
  return { code: text.toString(), map: text.generateMap({ source: "bundle.js" }).toString() };
}

/** A name the program does not use. */
function freeName(code: string): string {
  let name = "__tailgate";
  while (code.includes(name)) name += "_";
  return name;
}

function isCall(node: AnyNode): node is Exclude<CallNode, { type: "NewExpression" }> {
  return node.type === "CallExpression" || node.type === "TaggedTemplateExpression";
}

class Writer {
  readonly #text: MagicString;
  readonly #code: string;
  readonly #runtime: string;
  readonly #scopes: Scopes;
  readonly #colouring: Colouring;
  readonly #exports: string[] = [];
  readonly #imports: string[] = [];
  readonly #free: ReadonlySet<Identifier>;
  /** The optional chain being written. */
  #cuts: ChainCuts | undefined;

  constructor(text: MagicString, code: string, runtime: string, scopes: Scopes, colouring: Colouring) {
    this.#text = text;
    this.#code = code;
    this.#runtime = runtime;
    this.#scopes = scopes;
    this.#colouring = colouring;
    this.#free = new Set(scopes.free);
  }

  program(program: Program): void {
    for (const node of program.body) {
      if (node.type === "ImportDeclaration") this.#import(node);
      else if (node.type === "ExportNamedDeclaration") this.#export(node);
      else this.#visit(node, program);
    }
    this.#text.prepend(this.#imports.join(""));
    this.#text.append(`\nreturn { ${this.#exports.join(", ")} };`);
  }

  #import(node: Extract<AnyNode, { type: "ImportDeclaration" }>): void {
    const module = `${this.#runtime}.module(${JSON.stringify(node.source.value)})`;
    if (node.specifiers.length === 0) this.#imports.push(`${module}; `);
    for (const specifier of node.specifiers) {
      const { name } = specifier.local;
      if (specifier.type === "ImportNamespaceSpecifier") this.#imports.push(`const ${name} = ${module}; `);
      else {
        const imported = specifier.type === "ImportDefaultSpecifier" ? "default" : exportName(specifier.imported);
        this.#imports.push(`const { ${JSON.stringify(imported)}: ${name} } = ${module}; `);
      }
    }
    this.#text.remove(node.start, node.end);
  }

  #export(node: Extract<AnyNode, { type: "ExportNamedDeclaration" }>): void {
    for (const { local, exported } of node.specifiers) {
      this.#exports.push(`${JSON.stringify(exportName(exported))}: ${exportName(local)}`);
    }
    this.#text.remove(node.start, node.end);
  }

  /** Children first, so that what surrounds more is written further out. */
  #visit(node: AnyNode, parent: AnyNode): void {
    this.#text.addSourcemapLocation(node.start);
    if (node.type === "ChainExpression") {
      const outer = this.#cuts;
      this.#cuts = new ChainCuts(node, this.#colouring.awaited, this.#colouring.iterated);
      this.#visit(node.expression, node);
      this.#cuts.write(this.#text, this.#code, this.#runtime);
      this.#cuts = outer;
      return;
    }
    for (const child of children(node)) this.#visit(child, node);
    if (isFunction(node)) this.#function(node, parent);
    else if (node.type === "Identifier" && this.#free.has(node)) this.#global(node, parent);
    else if (isCall(node)) this.#call(node);
    else if (node.type === "ImportExpression") {
      // What it is in k6, whatever module is asked for.
      this.#text.overwrite(node.start, node.end, `Promise.reject("dynamic modules not enabled in the host program")`);
    }
  }

  #function(node: FunctionNode, parent: AnyNode): void {
    if (!this.#colouring.waiting.has(node)) return;
    const first = node.params.findIndex((param) => this.#awaitsIn(param));
    if (first >= 0) moveParameters(this.#text, this.#code, node, first);
    if (node.async) return;
    const method = (parent.type === "MethodDefinition" || (parent.type === "Property" && parent.method)) && parent;
    if (!method) {
      this.#text.prependRight(node.start, "async ");
      return;
    }
    // `static name() {}`: async stands before the name, after static.
    const { key } = method;
    const before = method.computed ? this.#code.lastIndexOf("[", key.start - 1) : key.start;
    this.#text.prependRight(before, "async ");
  }

  /** True if evaluating the node itself, not a function in it, awaits. */
  #awaitsIn(node: AnyNode): boolean {
    if (isFunction(node)) return false;
    if (isCall(node) && this.#colouring.awaited.has(node)) return true;
    return children(node).some((child) => this.#awaitsIn(child));
  }

  #before(node: CallNode, prefix: string): void {
    if (!this.#cuts?.takePrefix(node, prefix)) this.#text.prependRight(node.start, prefix);
  }

  #call(node: CallNode): void {
    if (node.type === "CallExpression" && this.#colouring.iterated.has(node)) this.#iterate(node);
    if (!this.#colouring.awaited.has(node)) return;
    this.#before(node, "(await ");
    this.#text.appendLeft(node.end, ")");
  }

  /** `list.map(f, self)` → `each(list, "map", f, self)` */
  #iterate(node: Extract<AnyNode, { type: "CallExpression" }>): void {
    const { callee } = node;
    if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return;
    // In `list?.map` the cut of the chain has written the list and what follows it up to the name.
    const dot = callee.property.start - (callee.optional ? 0 : 1);
    this.#before(node, `${this.#runtime}.each(`);
    this.#text.overwrite(dot, this.#code.indexOf("(", callee.end) + 1, `, ${JSON.stringify(callee.property.name)}, `);
  }

  #global(node: Identifier, parent: AnyNode): void {
    const { name } = node;
    if (ecmaScriptGlobals.has(name) || name === "arguments") return;
    const quoted = JSON.stringify(name);
    const typeofOperand = parent.type === "UnaryExpression" && parent.operator === "typeof";
    let read = typeofOperand ? `${this.#runtime}.global[${quoted}]` : `${this.#runtime}.read(${quoted})`;
    if (parent.type === "CallExpression" && parent.callee === node) read = `(0, ${read})`;
    // `new read("X")()` and `new read("x").Y()` would make a new `read`.
    if (parent.type === "NewExpression" || (parent.type === "MemberExpression" && parent.object === node)) {
      read = `(${read})`;
    }
    this.#text.overwrite(node.start, node.end, this.#scopes.shorthand.has(node) ? `${name}: ${read}` : read);
  }
}

function exportName(node: AnyNode): string {
  if (node.type === "Identifier") return node.name;
  return node.type === "Literal" ? String(node.value) : "";
}
