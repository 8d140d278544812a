// A shard as text that survives a container's log: compressed, in lines shorter than a runtime splits (16 KiB), each with
// a hash of its own and the last with one of the whole; read back from among whatever else was printed.

import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Shard } from "../core/fleet/shard.ts";
import { checkShard } from "./shard-schema.ts";

const MARK = "@@tailgate-shard";
const LINE = 12_000;
/** A shard of a day at a thousand requests a second is far below; more is no shard. */
const LARGEST_BYTES = 1 << 29;

export interface ShardText {
  readonly text: string;
  readonly parts: number;
  /** Of the compressed shard. */
  readonly sha256: string;
}

const hashOf = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");
const shortHash = (content: string): string => hashOf(content).slice(0, 16);

/** @returns lines `@@tailgate-shard <index> <part>/<parts> <hash of the part> <base64>`, and a last one with the sum */
export function writeShardText(shard: Shard): ShardText {
  const packed = gzipSync(JSON.stringify(shard), { level: 9 });
  const base64 = packed.toString("base64");
  const sha256 = hashOf(packed);
  const pieces = Array.from({ length: Math.ceil(base64.length / LINE) }, (_, i) =>
    base64.slice(i * LINE, (i + 1) * LINE),
  );
  const { index } = shard.place;
  const lines = pieces.map((piece, i) => `${MARK} ${index} ${i + 1}/${pieces.length} ${shortHash(piece)} ${piece}`);
  lines.push(`${MARK} ${index} end ${pieces.length} ${sha256}`);
  return { text: lines.map((line) => `${line}\n`).join(""), parts: pieces.length, sha256 };
}

export interface ReadShards {
  readonly shards: readonly Shard[];
  /** SHA-256 of each shard's compressed form. */
  readonly hashes: readonly string[];
  /** What was begun and is not whole, a line each. */
  readonly broken: readonly string[];
}

interface Pending {
  readonly pieces: Map<number, string>;
  of: number;
}

const PIECE = new RegExp(`${MARK} (\\d+) (\\d+)/(\\d+) ([0-9a-f]{16}) ([A-Za-z0-9+/=]+)\\s*$`);
const END = new RegExp(`${MARK} (\\d+) end (\\d+) ([0-9a-f]{64})\\s*$`);

function unpack(packed: Buffer): Shard | string {
  let json: unknown;
  try {
    json = JSON.parse(gunzipSync(packed, { maxOutputLength: LARGEST_BYTES }).toString("utf8"));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const checked = checkShard(json);
  return "shard" in checked ? checked.shard : `this version cannot read it: ${checked.problem}`;
}

function whole({ pieces, of }: Pending, parts: number, sha256: string): Shard | string {
  if (parts !== of || pieces.size !== parts) return `${pieces.size} of its ${parts} parts are there`;
  const packed = Buffer.from(Array.from({ length: parts }, (_, i) => pieces.get(i + 1) ?? "").join(""), "base64");
  return hashOf(packed) === sha256 ? unpack(packed) : "its hash is wrong";
}

/** Reads every shard that a log holds. */
export function readShardText(log: string): ReadShards {
  const pending = new Map<number, Pending>();
  const shards: Shard[] = [];
  const hashes: string[] = [];
  const broken: string[] = [];
  for (const line of log.split("\n")) {
    if (!line.includes(MARK)) continue;
    const [, of = "", part, parts, hash, piece = ""] = PIECE.exec(line) ?? [];
    const [, endOf = "", endParts, sha256 = ""] = END.exec(line) ?? [];
    if (part !== undefined) {
      if (shortHash(piece) !== hash) continue;
      const known = pending.get(Number(of)) ?? { pieces: new Map<number, string>(), of: Number(parts) };
      known.pieces.set(Number(part), piece);
      pending.set(Number(of), known);
    } else if (endParts !== undefined) {
      const index = Number(endOf);
      const read = whole(pending.get(index) ?? { pieces: new Map(), of: 0 }, Number(endParts), sha256);
      if (typeof read === "string") broken.push(`shard ${index} is not whole: ${read}`);
      else {
        shards.push(read);
        hashes.push(sha256);
      }
      pending.delete(index);
    }
  }
  for (const [index, { pieces, of }] of pending) {
    broken.push(`shard ${index} is not whole: ${pieces.size} of its ${of} parts are there, and its end is not`);
  }
  return { shards, hashes, broken };
}
