// Makes one JavaScript module of a k6 script and what it imports from files and URLs, k6's own modules left out, with a
// source map that leads back to the files a person wrote. It does not change what the code does.

import { existsSync, statSync } from "node:fs";
import { basename, dirname, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type BuildFailure, build, type Message } from "esbuild";
import { CliError, exit } from "../../lib/core/exit.ts";
import { k6Bundle } from "../../lib/node/k6-bundle.ts";
import { plainModules, scriptAsWritten, unresolvedRequires } from "./common-js.ts";
import { remoteImports, withoutNamespace } from "./remote/import-plugin.ts";
import { type LoadRemote, refuseRemote } from "./remote/remote-modules.ts";

export interface Bundle {
  /** Absolute path of the script. */
  readonly path: string;
  readonly code: string;
  /** Source map, JSON; its sources are absolute file URLs. */
  readonly map: string;
  /** Names the script exports; of a CommonJS module only `default`. */
  readonly exports: readonly string[];
  readonly isCommonJs: boolean;
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}

function describe(directory: string, message: Message): string {
  const at = message.location;
  const text = [message.text, ...message.notes.map((note) => note.text)].join("\n  ");
  if (!at) return text;
  const file = withoutNamespace(at.file);
  return `${file === at.file ? resolve(directory, file) : file}:${at.line}:${at.column + 1}: ${text}`;
}

/** Source paths made absolute, so that the map means the same wherever it is read. */
function withAbsoluteSources(map: string, directory: string): string {
  const parsed: unknown = JSON.parse(map);
  if (typeof parsed !== "object" || parsed === null || !("sources" in parsed) || !Array.isArray(parsed.sources)) {
    throw new Error("esbuild gave a source map without sources");
  }
  const base = pathToFileURL(`${directory}/`);
  return JSON.stringify({
    ...parsed,
    sources: parsed.sources.map((source) => new URL(withoutNamespace(String(source)), base).href),
  });
}

/**
 * Bundles a .js or .ts script. A .js file that is already a bundle goes the same way: its own source map is followed.
 * @throws CliError (107) with file and line for a syntax error or an import that leads nowhere; (2) for no such file
 */
export async function bundleScript(script: string, remote: LoadRemote = refuseRemote): Promise<Bundle> {
  const path = resolve(script);
  const directory = dirname(path);
  if (!existsSync(path) || !statSync(path).isFile()) throw new CliError(`no such script: ${script}`);
  const result = await build({
    ...k6Bundle,
    absWorkingDir: directory,
    entryPoints: [`./${basename(path)}`],
    outfile: resolve(directory, "script.js"),
    metafile: true,
    plugins: [scriptAsWritten, remoteImports(remote), unresolvedRequires],
    sourcemap: "external",
    legalComments: "none",
  }).catch((error: unknown) => {
    if (!isBuildFailure(error)) throw error;
    const problems = error.errors.map((message) => describe(directory, message)).join("\n");
    throw new CliError(`cannot load ${relative(".", path) || path}:\n${problems}`, {
      code: exit.scriptException,
      cause: error,
    });
  });
  const code = result.outputFiles.find((file) => file.path.endsWith(".js"))?.text;
  const map = result.outputFiles.find((file) => file.path.endsWith(".map"))?.text;
  if (code === undefined || map === undefined) throw new Error("esbuild gave no bundle");
  const exports = Object.values(result.metafile.outputs).flatMap((output) => output.exports);
  const isCommonJs = result.metafile.inputs[basename(path)]?.format === "cjs";
  return { path, code: plainModules(code), map: withAbsoluteSources(map, directory), exports, isCommonJs };
}
