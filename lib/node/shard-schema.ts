// Whether parsed JSON is a shard: checked on every read, since shards come out of logs.

import { Ajv, type ValidateFunction } from "ajv";
import schema from "../core/fleet/shard.schema.json" with { type: "json" };
import type { Shard } from "../core/fleet/shard.ts";

let compiled: ValidateFunction<Shard> | undefined;

/** What is wrong in `json` when it is no shard, or the shard. */
export function checkShard(json: unknown): { readonly shard: Shard } | { readonly problem: string } {
  compiled ??= new Ajv({ allErrors: false, allowUnionTypes: true }).compile<Shard>(schema);
  if (compiled(json)) return { shard: json };
  const [first] = compiled.errors ?? [];
  return { problem: `${first?.instancePath || "/"} ${first?.message ?? "is wrong"}` };
}
