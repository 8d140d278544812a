// Fetches what the pods of a fleet left in their logs, and says of each that left nothing what became of it.

import { join } from "node:path";
import { FleetMerge } from "../../lib/core/fleet/merge.ts";
import { readShardText } from "../../lib/node/shard-text.ts";
import { writeWholeFile } from "../../lib/node/whole-file.ts";
import type { Came } from "./fleet-recording.ts";
import type { Kubectl } from "./kubectl.ts";
import { type Pod, podsOf, promisedHash } from "./pods.ts";

export interface Collecting {
  readonly kubectl: Kubectl;
  /** The TestRun. */
  readonly name: string;
  readonly shards: number;
  /** Where the logs are kept, so that nothing is lost with the pods. */
  readonly folder: string;
}

export const listPods = async ({ kubectl, name }: Pick<Collecting, "kubectl" | "name">): Promise<readonly Pod[]> =>
  podsOf(name, await kubectl.get(["pods", "--selector", `k6_cr=${name},runner=true`]));

const readLog = async ({ kubectl, folder }: Collecting, pod: Pod): Promise<string> => {
  const log = await kubectl.run(["logs", pod.name, "--container=k6"]);
  await writeWholeFile(join(folder, `shard-${pod.shard}.log`), log);
  return log;
};

/** Merges a pod's shard; @returns what is wrong with it, a line each */
async function takeShard(collecting: Collecting, pod: Pod, merge: FleetMerge): Promise<readonly string[]> {
  const who = `shard ${pod.shard} (${pod.name})`;
  const why = pod.trouble === undefined ? "" : `: ${pod.trouble}`;
  if (!pod.hasLog) return [`${who} has no log${why}`];
  const { shards, broken, hashes } = readShardText(await readLog(collecting, pod));
  const promised = promisedHash(pod.message);
  if (shards.length > 0 && promised !== undefined && !hashes.includes(promised)) {
    return [`${who}: its log is not what it wrote`];
  }
  const nothing = shards.length + broken.length === 0 ? [`${who} left no shard in its log${why}`] : [];
  for (const shard of shards) merge.add(shard);
  return [...broken.map((line) => `${line} (${pod.name}${why})`), ...nothing];
}

/** @throws CliError when the cluster cannot be asked */
export async function collectShards(collecting: Collecting): Promise<Came> {
  const pods = await listPods(collecting);
  const merge = new FleetMerge();
  const lost: string[] = [];
  for (const pod of pods) lost.push(...(await takeShard(collecting, pod, merge)));
  const there = new Set(pods.map((pod) => pod.shard));
  const gone = Array.from({ length: collecting.shards }, (_, i) => i + 1).filter((index) => !there.has(index));
  return {
    of: collecting.shards,
    merge,
    lost: [...lost, ...gone.map((index) => `shard ${index}: there is no pod of it (any more)`)],
  };
}
