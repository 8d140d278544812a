// Modules in CommonJS, as bundles of webpack and Rollup have them, in a form that can be analysed. `require("k6/http")`
// becomes an import: what it gives in k6 is the module's default export. Of any other module that is not there it throws
// where it is called, as in k6; a library that asks for `stream` in a function that nobody calls does not mind.

import { realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { AnyNode, CallExpression, Program } from "acorn";
import type { Plugin } from "esbuild";
import { children, parseModule } from "./syntax.ts";

/** esbuild's name for `require` in a module. */
const REQUIRE = "__require";
/** esbuild's wrapper of a module in CommonJS: `__commonJS({ "name.js"(exports, module) { … } })`. */
const WRAPPER = "__commonJS";
/** esbuild's view of a module in CommonJS as an `import` sees it: `__toESM(require_name(), 1)`. */
const IMPORTED = "__toESM";

/** How the wrapper finds the one function it was given: a property of a computed name, which might be any. */
const FOUND = "cb[__getOwnPropNames(cb)[0]]";

/** Stands in the place of `export default `. */
const EXPORTS = "var $$exports =";

/** All that is left of the bundler's own `require`, which looks for one through a proxy: names the missing module. */
const MISSING = `(name) => { throw Error('the module "' + name + '" is not there'); }`;

/** Leaves a required module that cannot be found to the moment it is asked for. */
export const unresolvedRequires: Plugin = {
  name: "unresolved-requires",
  setup(build) {
    build.onResolve({ filter: /.*/ }, async ({ path, kind, importer, namespace, resolveDir, pluginData }) => {
      if (kind !== "require-call" || pluginData === REQUIRE) return undefined;
      const found = await build.resolve(path, { kind, importer, namespace, resolveDir, pluginData: REQUIRE });
      return found.errors.length > 0 ? { path, external: true } : found;
    });
  },
};

/**
 * Takes the script and the files it imports as they are written. The bundler would believe a `package.json` beside them
 * that says `"type": "module"`, and then know no `exports`; k6 reads no such file.
 */
export const scriptAsWritten: Plugin = {
  name: "script-as-written",
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ path, kind, resolveDir }) =>
      kind === "entry-point" ? { path: resolve(resolveDir, path) } : undefined,
    );
    build.onResolve({ filter: /^\.{0,2}\//, namespace: "file" }, ({ path, resolveDir }) => {
      const file = resolve(resolveDir, path);
      return statSync(file, { throwIfNoEntry: false })?.isFile() ? { path: realpathSync(file) } : undefined;
    });
  },
};

const isCallOf = (node: AnyNode, name: string): node is CallExpression =>
  node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === name;

/** What a call of `require` asks for; undefined for any other node, and for a name that is not written out. */
function requiredName(node: AnyNode): string | undefined {
  if (!isCallOf(node, REQUIRE)) return undefined;
  const [name] = node.arguments;
  return name?.type === "Literal" && typeof name.value === "string" ? name.value : undefined;
}

/** True for a call of `require` whose module is known only when it runs. */
export const isUnknownRequire = (node: AnyNode): boolean =>
  (isCallOf(node, REQUIRE) || isCallOf(node, "require")) && requiredName(node) === undefined;

/** Text to stand where other text stood, of the same length and with the same line ends. */
interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** `{ "name.js"(exports, module) {…} }` as `function(exports, module) {…}`, in the same place; undefined if it is not so. */
function unwrapped(call: CallExpression, code: string): readonly Replacement[] | undefined {
  const [object] = call.arguments;
  if (object?.type !== "ObjectExpression") return undefined;
  const [member] = object.properties;
  if (member?.type !== "Property" || member.value.type !== "FunctionExpression") return undefined;
  const { start } = member.value;
  const before = code.slice(object.start, start);
  const line = before.lastIndexOf("\n") + 1;
  const keyword = "function";
  // The bundler indents: there is room for the word in the shortest of names.
  if (before.length - line < keyword.length) return undefined;
  const blank = before.slice(0, line).replace("{", " ");
  const after = code.slice(member.end, object.end);
  return [
    { start: object.start, end: start, text: blank + keyword.padStart(before.length - line) },
    { start: member.end, end: object.end, text: after.replace("}", " ").replace(",", " ") },
  ];
}

/** All wrappers and how they find their function, or none: half of it would be no program. */
function withoutWrappers(calls: readonly CallExpression[], code: string): readonly Replacement[] {
  const found = code.indexOf(FOUND);
  const plain = calls.map((call) => unwrapped(call, code));
  if (found < 0 || plain.includes(undefined)) return [];
  const finding = { start: found, end: found + FOUND.length, text: "cb".padEnd(FOUND.length) };
  return [finding, ...plain.flatMap((each) => each ?? [])];
}

/**
 * The `, 1` of `__toESM(module, 1)`, which the bundler writes for `.mjs` files: all of `module.exports` would be the
 * default export of a compiled module (`__esModule`), too, where k6 takes `exports.default`.
 */
function nodeMode(call: CallExpression): readonly Replacement[] {
  const [module, mode] = call.arguments;
  if (!module || !mode) return [];
  return [{ start: module.end, end: mode.end, text: " ".repeat(mode.end - module.end) }];
}

/** `var __require = …` without its proxy, which might give anything; as many lines as before. */
function plainRequire(program: Program, code: string): readonly Replacement[] {
  const declared = program.body.flatMap((node) => (node.type === "VariableDeclaration" ? node.declarations : []));
  const init = declared.find(({ id }) => id.type === "Identifier" && id.name === REQUIRE)?.init;
  if (!init) return [];
  const lines = code.slice(init.start, init.end).split("\n");
  const last = " ".repeat(lines.at(-1)?.length ?? 0);
  return [{ start: init.start, end: init.end, text: `${MISSING}${"\n".repeat(lines.length - 1)}${last}` }];
}

/** The bundle without what hides its modules. Nothing moves, so that its source map stays true. */
export function plainModules(code: string): string {
  if (!code.includes(WRAPPER) && !code.includes(`var ${REQUIRE} =`)) return code;
  const imports = new Map<string, string>();
  const replacements: Replacement[] = [];
  const wrappers: CallExpression[] = [];
  const visit = (node: AnyNode): void => {
    const name = requiredName(node);
    if (name !== undefined && /^k6($|\/)/.test(name)) {
      const local = `$$${name.replace(/\W/g, "_")}`;
      imports.set(local, name);
      replacements.push({ start: node.start, end: node.end, text: local.padEnd(node.end - node.start) });
    }
    if (isCallOf(node, WRAPPER)) wrappers.push(node);
    if (isCallOf(node, IMPORTED)) replacements.push(...nodeMode(node));
    for (const child of children(node)) visit(child);
  };
  const program = parseModule(code);
  visit(program);
  replacements.push(...withoutWrappers(wrappers, code), ...plainRequire(program, code));
  // A script in CommonJS: the bundler prints all other exports in one clause, and the loader knows only that.
  const last = program.body.find((statement) => statement.type === "ExportDefaultDeclaration");
  if (last !== undefined) {
    replacements.push({ start: last.start, end: last.start + EXPORTS.length, text: EXPORTS });
  }
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text } of replacements.sort((a, b) => a.start - b.start)) {
    parts.push(code.slice(at, start), text);
    at = end;
  }
  parts.push(code.slice(at));
  if (last !== undefined) parts.push("export { $$exports as default };\n");
  for (const [local, name] of imports) parts.push(`import ${local} from ${JSON.stringify(name)};\n`);
  return parts.join("");
}
