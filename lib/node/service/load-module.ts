// A file of the user's that is read here and runs inside k6 too: bundled with what it imports, and evaluated.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { type BuildFailure, build } from "esbuild";
import { CliError } from "../../core/exit.ts";
import { isRecord } from "../../core/json.ts";
import { refuseK6, suiteImports } from "./bundle-plugin.ts";

const isBuildFailure = (error: unknown): error is BuildFailure =>
  error instanceof Error && "errors" in error && Array.isArray(error.errors);

/** As it is called in messages. */
export const shownFile = (path: string): string => relative(".", path) || path;

/** @throws CliError when it cannot be bundled */
async function bundled(path: string, hint: string): Promise<string> {
  try {
    const { outputFiles } = await build({
      absWorkingDir: dirname(path),
      entryPoints: [`./${basename(path)}`],
      bundle: true,
      write: false,
      format: "esm",
      platform: "neutral",
      mainFields: ["module", "main"],
      target: "es2022",
      charset: "utf8",
      sourcemap: "inline",
      logLevel: "silent",
      tsconfigRaw: {},
      plugins: [suiteImports, refuseK6],
    });
    return outputFiles[0]?.text ?? "";
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const problems = error.errors.map(({ text, location }) =>
      location === null ? text : `${location.file}:${location.line}:${location.column + 1}: ${text}`,
    );
    throw new CliError(`cannot load ${shownFile(path)}:\n  ${problems.join("\n  ")}`, { hint, cause: error });
  }
}

/** A module's default export. @throws CliError when the module throws */
async function evaluated(code: string, path: string, hint: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), "tailgate-module-"));
  try {
    const file = join(folder, "module.mjs");
    await writeFile(file, code, { mode: 0o600 });
    const module: unknown = await import(pathToFileURL(file).href);
    return isRecord(module) ? module.default : undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError(`${shownFile(path)} throws when it is loaded: ${why}`, { hint, cause: error });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The default export of a file; undefined when it has none. @throws CliError when it cannot be read as a module */
export const loadModule = async (path: string, hint: string): Promise<unknown> =>
  evaluated(await bundled(path, hint), path, hint);
