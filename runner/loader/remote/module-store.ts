// Modules from the network as files on disk, each with its address, its hash and when it was last known to be current. It
// fetches nothing.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { isRecord } from "../../../lib/core/json.ts";
import { writeWholeFile } from "../../../lib/node/whole-file.ts";

export interface RemoteModule {
  /** As it was asked for. */
  readonly url: string;
  /** Where redirects led: what it imports is relative to this. */
  readonly base: string;
  readonly text: string;
  readonly sha256: string;
  /** When the server last said that this is what it has, ms since 1970. */
  readonly checkedAt: number;
  /** For asking whether it has changed. */
  readonly etag?: string;
}

/** `damaged`: there was a file, but not what had been written. */
export type Stored = RemoteModule | "damaged" | undefined;

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** `$XDG_CACHE_HOME/tailgate/modules`; as that standard says, a relative path there counts for nothing. */
export function moduleDirectory(env: Readonly<Record<string, string | undefined>>): string {
  const root = env.XDG_CACHE_HOME;
  const cache = root !== undefined && isAbsolute(root) ? root : join(env.HOME || homedir(), ".cache");
  return join(cache, "tailgate", "modules");
}

function parse(json: string, url: string): Stored {
  const value: unknown = JSON.parse(json);
  if (!isRecord(value)) return "damaged";
  const { base, text, sha256: hash, checkedAt, etag } = value;
  if (typeof base !== "string" || typeof text !== "string" || typeof checkedAt !== "number") return "damaged";
  if (value.url !== url || hash !== sha256(text)) return "damaged";
  return { url, base, text, sha256: hash, checkedAt, ...(typeof etag === "string" && { etag }) };
}

export class ModuleStore {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async read(url: string): Promise<Stored> {
    const json = await readFile(this.#path(url), "utf8").catch(() => undefined);
    if (json === undefined) return undefined;
    try {
      return parse(json, url);
    } catch {
      return "damaged";
    }
  }

  /** @throws CliError when the directory cannot be written */
  async write(module: RemoteModule): Promise<void> {
    await writeWholeFile(this.#path(module.url), `${JSON.stringify(module)}\n`);
  }

  #path(url: string): string {
    return join(this.#directory, `${sha256(url)}.json`);
  }
}
