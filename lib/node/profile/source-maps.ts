// From bundled code back to the sources people know: functions of local files that have a source map are named by it.
// Only files on this machine are read; a map that is missing or damaged leaves its functions as they are.

import { open, readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { ANONYMOUS, type ProfileFunction, type TreeProfile } from "../../core/profile/profile.ts";
import { renameFunctions } from "../../core/profile/rebuild.ts";

const MAX_MAP_BYTES = 64 * 2 ** 20;
/** A `sourceMappingURL` stands at the end; an inline map may fill most of the file. */
const TAIL_BYTES = 2 ** 16;

async function tail(path: string): Promise<string> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, TAIL_BYTES)), { position: from });
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}

async function smallFile(path: string): Promise<string | undefined> {
  return (await stat(path)).size > MAX_MAP_BYTES ? undefined : await readFile(path, "utf8");
}

async function mapOf(fileUrl: string): Promise<TraceMap | undefined> {
  try {
    const path = fileURLToPath(fileUrl);
    const named = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(await tail(path))?.[1];
    const inline = named === undefined && (await inlineMap(path));
    if (typeof inline === "string") return new TraceMap(inline, fileUrl);
    if (named === undefined) return undefined;
    if (named.startsWith("data:")) return new TraceMap(decodeDataUrl(named), fileUrl);
    const mapUrl = new URL(named, fileUrl);
    if (mapUrl.protocol !== "file:") return undefined;
    const json = await smallFile(fileURLToPath(mapUrl));
    return json === undefined ? undefined : new TraceMap(json, mapUrl.href);
  } catch {
    return undefined;
  }
}

async function inlineMap(path: string): Promise<string | undefined> {
  const code = (await smallFile(path)) ?? "";
  const at = code.lastIndexOf("//# sourceMappingURL=data:");
  return at < 0 ? undefined : decodeDataUrl(code.slice(at + "//# sourceMappingURL=".length).trim());
}

const decodeDataUrl = (url: string): string => Buffer.from(url.slice(url.indexOf(",") + 1), "base64").toString("utf8");

function originalOf(fn: ProfileFunction, map: TraceMap): ProfileFunction {
  if (fn.line === null) return fn;
  const column = (fn.column ?? 1) - 1;
  const found = originalPositionFor(map, { line: fn.line, column });
  if (found.source === null) return fn;
  // V8 gives the place of the parameters; the name, which a bundler may have changed, stands before it.
  const named = originalPositionFor(map, { line: fn.line, column: Math.max(0, column - fn.name.length) });
  const renamed = fn.name !== ANONYMOUS && named.name !== null && named.line === found.line;
  const name = renamed ? (named.name ?? fn.name) : fn.name;
  return { name, file: found.source, line: found.line, column: found.column + 1 };
}

/** The profile with the functions of bundled files named by their sources. */
export async function throughSourceMaps(profile: TreeProfile): Promise<TreeProfile> {
  const files = new Set(profile.functions.map((fn) => fn.file).filter((file) => file.startsWith("file:")));
  const maps = new Map<string, TraceMap>();
  for (const file of files) {
    const map = await mapOf(file);
    if (map !== undefined) maps.set(file, map);
  }
  if (maps.size === 0) return profile;
  return renameFunctions(profile, (fn) => {
    const map = maps.get(fn.file);
    return map === undefined ? fn : originalOf(fn, map);
  });
}
