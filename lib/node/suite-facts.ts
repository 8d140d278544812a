// Which suite and which script made a recording: version, commit and the bundle's content hash.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { isRecord } from "../core/json.ts";
import type { Suite } from "../core/recording.ts";
import { suiteRoot } from "./suite-root.ts";

const run = promisify(execFile);

/**
 * A git command's output in the suite's directory; undefined without git or repository. A suite installed into
 * somebody's node_modules has no commit: git is kept from looking above it, where it would find theirs.
 */
async function git(...args: readonly string[]): Promise<string | undefined> {
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: dirname(suiteRoot()) };
  try {
    return (await run("git", args, { cwd: suiteRoot(), env })).stdout.trim();
  } catch {
    return undefined;
  }
}

/** The version in package.json. */
export async function suiteVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(suiteRoot(), "package.json"), "utf8"));
  return isRecord(manifest) && typeof manifest.version === "string" ? manifest.version : "unknown";
}

/** Short content hash of any bytes. */
export const contentHash = (content: string | Uint8Array): string =>
  createHash("sha256").update(content).digest("hex").slice(0, 16);

/** @param script path of the scenario bundle */
export async function suiteFacts(script: string): Promise<Suite> {
  const [version, gitSha, status, bundle] = await Promise.all([
    suiteVersion(),
    git("rev-parse", "HEAD"),
    git("status", "--porcelain", "--untracked-files=no"),
    readFile(script),
  ]);
  return {
    version,
    gitSha: gitSha ?? null,
    dirty: status === undefined ? null : status !== "",
    scriptHash: contentHash(bundle),
  };
}
