// `--secret-source`: `mock=[name=N,][default,]key=value,…` and `file=PATH` or `file=[name=N,][default,]filename=PATH`,
// with a `key=value` a line in the file. Other sources of k6 are refused.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { CliError, exit } from "../../lib/core/exit.ts";
import type { SecretSource } from "../../runner/vu/secret-source.ts";

const wrong = (message: string, hint?: string): CliError =>
  new CliError(message, { code: exit.k6Usage, ...(hint !== undefined && { hint }) });

/** @throws CliError that names the place and not the text: it may be a secret */
function pair(text: string, where: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw wrong(`--secret-source: ${where} must be key=value`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function fileValues(path: string): ReadonlyMap<string, string> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new CliError(`--secret-source: cannot read ${path}`, { code: exit.k6Usage, cause: error });
  }
  const lines = text.split(/\r?\n/);
  return new Map(
    lines.flatMap((line, index) => (line.trim() === "" ? [] : [pair(line, `line ${index + 1} of ${path}`)])),
  );
}

function sourceOf(text: string, cwd: string): SecretSource {
  const [, kind = "", rest = ""] = /^([^=]*)=?(.*)$/s.exec(text) ?? [];
  if (kind !== "mock" && kind !== "file") {
    throw wrong(`--secret-source ${kind} is not supported by the embedded runner`, "It has file and mock.");
  }
  const parts = rest.split(",").filter((part) => part !== "");
  const isDefault = parts.includes("default");
  const settings = parts.filter((part) => part !== "default");
  if (kind === "file") {
    const fields = new Map(settings.filter((part) => part.includes("=")).map((part) => pair(part, "each setting")));
    const path = fields.get("filename") ?? settings.find((part) => !part.includes("=")) ?? "";
    return { name: fields.get("name") ?? "default", isDefault, values: fileValues(resolve(cwd, path)) };
  }
  const values = new Map(settings.map((part) => pair(part, "each secret of mock")));
  const name = values.get("name") ?? "default";
  values.delete("name");
  return { name, isDefault, values };
}

/** @throws CliError (255) for a source that is not there or cannot be read */
export function secretSources(
  flags: readonly string[] | undefined,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): readonly SecretSource[] {
  const given = flags ?? (env.K6_SECRET_SOURCE ? [env.K6_SECRET_SOURCE] : []);
  return given.map((text) => sourceOf(text, cwd));
}
