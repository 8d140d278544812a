// Imports from a URL for the bundler: `import … from "https://…"`, and what such a module imports in turn.

import { fileURLToPath } from "node:url";
import type { Loader, OnLoadResult, OnResolveArgs, OnResolveResult, Plugin } from "esbuild";
import { CliError } from "../../../lib/core/exit.ts";
import type { LoadRemote } from "./remote-modules.ts";

/** esbuild's name for what is not a file; it precedes the address in its messages and source maps. */
const NAMESPACE = "remote";

const loaders: Readonly<Record<string, Loader>> = { ts: "ts", mts: "ts", tsx: "tsx", jsx: "jsx", json: "json" };
const loaderOf = (url: string): Loader => loaders[/\.(\w+)$/.exec(new URL(url).pathname)?.[1] ?? ""] ?? "js";

/** A path of a message or a source map, without esbuild's namespace. */
export const withoutNamespace = (path: string): string =>
  path.startsWith(`${NAMESPACE}:`) ? path.slice(NAMESPACE.length + 1) : path;

const isDynamic = ({ kind }: OnResolveArgs): boolean => kind === "dynamic-import";

const resolved = (url: string): OnResolveResult =>
  url.startsWith("https:")
    ? { path: url, namespace: NAMESPACE, sideEffects: true }
    : { errors: [{ text: `modules are loaded from files and over https, not from ${url}` }] };

export function remoteImports(load: LoadRemote): Plugin {
  return {
    name: "remote-imports",
    setup(build) {
      /** Where each module came from, for what it imports. */
      const bases = new Map<string, string>();
      // `import()` is rejected when it runs: nothing is fetched for it.
      build.onResolve({ filter: /^\w+:\/\// }, (args) => {
        if (isDynamic(args)) return { external: true };
        if (args.path.startsWith("file:") && args.namespace !== NAMESPACE) return { path: fileURLToPath(args.path) };
        return resolved(args.path);
      });
      build.onResolve({ filter: /.*/, namespace: NAMESPACE }, (args): OnResolveResult => {
        if (/^k6($|\/)/.test(args.path) || isDynamic(args)) return { path: args.path, external: true };
        const base = bases.get(args.importer) ?? args.importer;
        if (/^(\.{0,2}\/)/.test(args.path)) return resolved(new URL(args.path, base).href);
        return { errors: [{ text: `${args.importer} imports "${args.path}": a module from a URL has no packages` }] };
      });
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, async ({ path }): Promise<OnLoadResult> => {
        try {
          const { text, base } = await load(path);
          bases.set(path, base);
          return { contents: text, loader: loaderOf(base) };
        } catch (error) {
          if (!(error instanceof CliError)) throw error;
          const notes = error.hint === undefined ? [] : [{ text: error.hint }];
          return { errors: [{ text: error.message, notes }] };
        }
      });
    },
  };
}
