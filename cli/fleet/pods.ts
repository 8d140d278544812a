// What a cluster says of a fleet's pods: which shard each is, and how it is or ended.

import { isRecord } from "../../lib/core/json.ts";

export interface Pod {
  /** From 1, by its job's name (NAME-1). */
  readonly shard: number;
  readonly name: string;
  /** How it is, when it is not well; undefined while it runs or after it ended by itself. */
  readonly trouble: string | undefined;
  /** Whether it has a log to read. */
  readonly hasLog: boolean;
  /** The container's last words. */
  readonly message: string | undefined;
}

const at = (x: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), x);

const text = (x: unknown): string | undefined => (typeof x === "string" && x !== "" ? x : undefined);

const items = (list: unknown): readonly unknown[] => {
  const found = at(list, "items");
  return Array.isArray(found) ? found : [];
};

const containerOf = (pod: unknown): unknown => {
  const all = at(pod, "status", "containerStatuses");
  return Array.isArray(all) ? all.find((c) => at(c, "name") === "k6") : undefined;
};

/** Words such as "ImagePullBackOff: Back-off pulling image …", "OOMKilled, exit code 137", "Unschedulable: …". */
function troubleOf(pod: unknown, container: unknown): string | undefined {
  const waiting = at(container, "state", "waiting");
  const reason = text(at(waiting, "reason"));
  if (reason !== undefined)
    return [reason, text(at(waiting, "message"))].filter((part) => part !== undefined).join(": ");
  const ended = at(container, "state", "terminated");
  const code = at(ended, "exitCode");
  if (typeof code === "number" && code !== 0) return `${text(at(ended, "reason")) ?? "Error"}, exit code ${code}`;
  const phase = text(at(pod, "status", "phase"));
  if (phase === "Failed") return text(at(pod, "status", "reason")) ?? "Failed";
  if (phase !== "Pending") return undefined;
  const conditions = at(pod, "status", "conditions");
  const unmet = Array.isArray(conditions) ? conditions.find((c) => at(c, "status") === "False") : undefined;
  return [text(at(unmet, "reason")) ?? "Pending", text(at(unmet, "message"))]
    .filter((part) => part !== undefined)
    .join(": ");
}

/** The pods of TestRun `name`, one a shard, from `kubectl get pods -o json`. */
export const podsOf = (name: string, list: unknown): readonly Pod[] =>
  items(list).flatMap((pod) => {
    const job = text(at(pod, "metadata", "labels", "job-name")) ?? "";
    const podName = text(at(pod, "metadata", "name"));
    const shard = Number(job.startsWith(`${name}-`) ? job.slice(name.length + 1) : Number.NaN);
    if (podName === undefined || !Number.isInteger(shard) || shard < 1) return [];
    const container = containerOf(pod);
    const ended = at(container, "state", "terminated");
    return [
      {
        shard,
        name: podName,
        trouble: troubleOf(pod, container),
        hasLog: ended !== undefined || at(container, "state", "running") !== undefined,
        message: text(at(ended, "message")),
      },
    ];
  });

export const stageOf = (testRun: unknown): string => text(at(testRun, "status", "stage")) ?? "";

/** The hash of its shard that a container's last words promise; undefined when they promise none. */
export function promisedHash(message: string | undefined): string | undefined {
  if (message === undefined) return undefined;
  try {
    return text(at(JSON.parse(message), "sha256"));
  } catch {
    return undefined;
  }
}
