// From a script's path to something that can be instantiated once per VU: bundle, colour, rewrite, compile.

import { relative } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import remapping from "@jridgewell/remapping";
import type { Program } from "acorn";
import { onlyK6 } from "../vu/only-k6.ts";
import { type Bundle, bundleScript } from "./bundle.ts";
import { colour } from "./colour.ts";
import { analyseFlow } from "./flow/analyse.ts";
import { instantiateScript, isFactory } from "./instantiate.ts";
import { formatPlace, Locator } from "./locate.ts";
import type { LoadRemote } from "./remote/remote-modules.ts";
import { rewrite } from "./rewrite.ts";
import { resolveScopes } from "./scopes.ts";
import type { CompiledScript } from "./script.ts";
import { rememberSource } from "./source-stack.ts";
import { parseModule } from "./syntax.ts";
import { unsupportedSyntax } from "./unsupported.ts";

/** A coloured script as plain data: made once, sent to worker threads, loaded in each. */
export interface PreparedScript {
  readonly path: string;
  readonly code: string;
  /** Source map of `code`, JSON, with absolute sources. */
  readonly map: string;
  readonly imports: readonly (readonly [module: string, names: readonly string[]])[];
}

/** @throws CliError (107) with file and line of the source */
export async function prepareScript(path: string, remote?: LoadRemote): Promise<PreparedScript> {
  const bundle = await bundleScript(path, remote);
  const program = parseModule(bundle.code);
  const scopes = resolveScopes(program);
  const flow = await analyseFlow(program, scopes);
  const colouring = colour(program, flow, bundle.code);
  refuse(bundle, [...unsupportedSyntax(program, scopes), ...colouring.refusals]);
  const rewritten = rewrite(bundle.code, program, scopes, colouring);
  const composed = remapping(rewritten.map, (file) => (file === "bundle.js" ? bundle.map : null));
  return { path: bundle.path, code: rewritten.code, map: composed.toString(), imports: importsOf(program) };
}

/** Compiles a prepared script in this thread. */
export function loadScript(prepared: PreparedScript): CompiledScript {
  const { path, code, map } = prepared;
  const filename = `${pathToFileURL(path).href}?runner`;
  rememberSource(filename, new Locator(map, `${pathToFileURL(path).href}`));
  const inline = Buffer.from(map).toString("base64");
  const compiled = new Script(`${code}\n//# sourceMappingURL=data:application/json;base64,${inline}`, { filename });
  const factory: unknown = compiled.runInThisContext();
  if (!isFactory(factory)) throw new Error("the rewritten script is not a function");
  return {
    path,
    imports: new Map(prepared.imports.map(([module, names]) => [module, new Set(names)])),
    instantiate: (modules, globals) => instantiateScript(factory, modules, globals),
  };
}

/** @throws CliError (107) for syntax errors, missing imports, and code whose waits cannot be kept in order */
export async function compileScript(path: string, remote?: LoadRemote): Promise<CompiledScript> {
  return loadScript(await prepareScript(path, remote));
}

function refuse(bundle: Bundle, refusals: readonly { readonly at: number; readonly message: string }[]): void {
  if (refusals.length === 0) return;
  const locator = new Locator(bundle.map, pathToFileURL(bundle.path).href);
  const lines = refusals.map(({ at, message }) => {
    const before = bundle.code.slice(0, at).split("\n");
    const place = locator.place(before.length, before.at(-1)?.length ?? 0);
    return `${place ? formatPlace(place) : bundle.path}: ${message}`;
  });
  throw onlyK6(`the runner cannot run ${relative(".", bundle.path)}:\n${lines.join("\n")}`);
}

function importsOf(program: Program): [string, string[]][] {
  const imports = new Map<string, Set<string>>();
  for (const node of program.body) {
    if (node.type !== "ImportDeclaration") continue;
    const module = String(node.source.value);
    const names = imports.get(module) ?? new Set();
    imports.set(module, names);
    for (const specifier of node.specifiers) {
      if (specifier.type === "ImportNamespaceSpecifier") names.add("*");
      else if (specifier.type === "ImportDefaultSpecifier") names.add("default");
      else
        names.add(
          specifier.imported.type === "Identifier" ? specifier.imported.name : String(specifier.imported.value),
        );
    }
  }
  return [...imports].map(([module, names]) => [module, [...names]]);
}
