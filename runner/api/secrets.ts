// The module `k6/secrets`: what `--secret-source` has, by name. Whatever of it gets into the log is hidden there.

import type { ModuleNamespace } from "../loader/script.ts";
import type { SecretSource } from "../vu/secret-source.ts";

/** k6's errors here are texts without a name. */
function plainError(message: string): Error {
  const error = new Error(message);
  error.name = "";
  return error;
}

/** As in k6 the only source is the default one, whatever its name. */
function sourceOf(sources: readonly SecretSource[], name: string | undefined): SecretSource {
  if (sources.length === 0) throw plainError("no secret sources are configured");
  const wanted = name ?? "default";
  const only = sources.length === 1 ? sources[0] : undefined;
  const found =
    sources.find((source) => source.name === wanted) ??
    (wanted === "default" ? (sources.find((source) => source.isDefault) ?? only) : undefined);
  if (found === undefined) throw plainError(`no secret source with name "${wanted}" is configured`);
  return found;
}

export function secretsModule(sources: readonly SecretSource[]): ModuleNamespace {
  const get = async (source: string | undefined, name: unknown): Promise<string> => {
    const value = sourceOf(sources, source).values.get(String(name));
    if (value === undefined) throw plainError("no value");
    return value;
  };
  const members = {
    get: (name: unknown) => get(undefined, name),
    source: (source: unknown) => ({ get: (name: unknown) => get(String(source), name) }),
  };
  return { ...members, default: members };
}
