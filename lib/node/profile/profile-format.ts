// Which format a profile is in, by its content: names mislead (.prof is cProfile's and pprof's, .json anything).

import { gunzipSync } from "node:zlib";
import type { Profile } from "../../core/profile/profile.ts";
import { checkJsonBounds } from "./json-bounds.ts";
import { fileLimits, ProfileFormatError, type ReadOptions } from "./profile-reader.ts";
import { readCollapsed } from "./read-collapsed.ts";
import { readCprofile } from "./read-cprofile.ts";
import { isCpuprofile, readCpuprofile } from "./read-cpuprofile.ts";
import { readPprof } from "./read-pprof.ts";
import { isSpeedscope, readSpeedscope } from "./read-speedscope.ts";

/** What the reader knows, for messages. */
export const KNOWN_FORMATS =
  ".cpuprofile, speedscope JSON, pprof (.pb.gz), collapsed stacks (py-spy raw), cProfile statistics (.prof)";

/** Reads a profile in whichever known format it is. @throws ProfileFormatError when none fits or the content is damaged */
export function readAnyProfile(content: Uint8Array, options: ReadOptions): Profile {
  const profile = readUnpacked(isGzip(content) ? unpack(content) : content, options);
  if (profile.calls.shape === "tree" && profile.calls.nodes.length === 0) {
    throw new ProfileFormatError("it holds no samples");
  }
  return profile;
}

function readUnpacked(unpacked: Uint8Array, options: ReadOptions): Profile {
  if (unpacked.length === 0) throw new ProfileFormatError("it is empty");
  if (isMarshalDict(unpacked)) return readCprofile(unpacked);
  if (firstVisible(unpacked) === "{") return readJson(unpacked);
  if (isText(unpacked)) return readCollapsed(unpacked, options);
  if (isPprof(unpacked)) return readPprof(unpacked);
  throw new ProfileFormatError(`its content is none of: ${KNOWN_FORMATS}`);
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

function unpack(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: fileLimits.unpackedBytes });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ERR_BUFFER_TOO_LARGE") {
      throw new ProfileFormatError(`it unpacks to more than ${fileLimits.unpackedBytes / 2 ** 20} MB`);
    }
    throw new ProfileFormatError("its gzip data is damaged or cut off");
  }
}

/** A dictionary's code and then that of a tuple or of the dictionary's end; JSON goes on with a quote or a space. */
const isMarshalDict = (bytes: Uint8Array): boolean =>
  ((bytes[0] ?? 0) & 0x7f) === 0x7b &&
  (bytes.length === 1 || /[()0]/.test(String.fromCharCode((bytes[1] ?? 0) & 0x7f)));

/** The first character that is no white space (a byte order mark counts as white). */
const firstVisible = (bytes: Uint8Array): string =>
  new TextDecoder().decode(bytes.subarray(0, 256)).trimStart().charAt(0);

const TEXT_SAMPLE_BYTES = 4096;

/** UTF-8 without control characters but tab and line ends, judged by the beginning. */
function isText(bytes: Uint8Array): boolean {
  // The sample may end inside a character; streaming leaves that one out.
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    const text = decoder.decode(bytes.subarray(0, TEXT_SAMPLE_BYTES), { stream: true });
    return ![...text].some((c) => c < " " && c !== "\n" && c !== "\r" && c !== "\t");
  } catch {
    return false;
  }
}

/** A protobuf message begins with a field's tag; pprof has fields 1 to 15, as numbers (0) or with a length (2). */
function isPprof(bytes: Uint8Array): boolean {
  const tag = bytes[0] ?? 0;
  return tag >= 8 && tag < 128 && [0, 2].includes(tag % 8);
}

function readJson(bytes: Uint8Array): Profile {
  checkJsonBounds(bytes);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new ProfileFormatError(`its JSON is damaged or cut off (${detail.slice(0, 120)})`);
  }
  if (isCpuprofile(json)) return readCpuprofile(json);
  if (isSpeedscope(json)) return readSpeedscope(json);
  throw new ProfileFormatError("it is JSON, but neither a .cpuprofile nor a speedscope file");
}
