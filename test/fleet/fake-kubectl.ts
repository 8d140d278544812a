// A kubectl that replays what a real API server with k6-operator v1.6.0 answered (recorded/), as an executable that notes
// what it was asked.

import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suiteRoot } from "../../lib/node/suite-root.ts";

const SOURCE = `#!/usr/bin/env node
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
const dir = dirname(fileURLToPath(import.meta.url));
const args = process.argv.slice(2);
const plain = args.filter((a) => !a.startsWith("-"));
const input = plain[0] === "create" || plain[0] === "delete" ? readFileSync(0, "utf8") : "";
appendFileSync(join(dir, "calls.jsonl"), JSON.stringify({ args, input }) + "\\n");
const calls = readFileSync(join(dir, "calls.jsonl"), "utf8").trim().split("\\n").map((line) => JSON.parse(line));
const show = (path) => process.stdout.write(readFileSync(path));
if (existsSync(join(dir, "refuse"))) {
  process.stderr.write('error: You must be logged in to the server (Unauthorized)\\n');
  process.exitCode = 1;
} else if (plain[0] === "get" && plain[1] === "testruns.k6.io") {
  const asked = calls.filter(({ args }) => args.includes("testruns.k6.io")).length;
  const stages = JSON.parse(readFileSync(join(dir, "stages.json"), "utf8"));
  const testRun = JSON.parse(readFileSync(join(dir, "testrun.json"), "utf8"));
  testRun.status.stage = stages[Math.min(asked, stages.length) - 1];
  process.stdout.write(JSON.stringify(testRun));
} else if (plain[0] === "get" && plain[1] === "pods") show(join(dir, "pods.json"));
else if (plain[0] === "logs") show(join(dir, "logs", plain[1]));
else if (plain[0] !== "create" && plain[0] !== "delete") process.exitCode = 1;
`;

interface Call {
  readonly args: readonly string[];
  readonly input: string;
}

interface PodStatus {
  containerStatuses: { state: unknown }[];
  phase: string;
}

/** A pod of the recording, with what tests change of it. */
export interface RecordedPod {
  metadata: { name: string; labels: Record<string, string> };
  status: PodStatus;
}

export interface Cluster {
  /** What KUBECTL is set to. */
  readonly program: string;
  calls(): Promise<readonly Call[]>;
}

const recorded = async (name: string): Promise<string> =>
  readFile(join(suiteRoot(), "test/fleet/recorded", name), "utf8");

export interface ClusterState {
  /** What the TestRun says when it is asked again and again; the last one stays. */
  readonly stages: readonly string[];
  /** Logs by number of the shard. */
  readonly logs: Readonly<Record<number, string>>;
  /** Pods as they are to be, of those recorded. */
  readonly pods?: (pods: readonly RecordedPod[]) => readonly RecordedPod[];
  /** Whether the API server lets nobody in. */
  readonly refuse?: boolean;
}

/** Writes the program and what it replays into `dir`. */
export async function fakeCluster(dir: string, state: ClusterState): Promise<Cluster> {
  const program = join(dir, "kubectl.mjs");
  await mkdir(join(dir, "logs"), { recursive: true });
  await writeFile(program, SOURCE);
  await chmod(program, 0o755);
  await writeFile(join(dir, "stages.json"), JSON.stringify(state.stages));
  await writeFile(join(dir, "testrun.json"), await recorded("testrun-finished.json"));
  const { items }: { items: RecordedPod[] } = JSON.parse(await recorded("pods-finished.json"));
  const runners = items.filter((pod) => pod.metadata.labels.runner === "true");
  await writeFile(join(dir, "pods.json"), JSON.stringify({ items: state.pods?.(runners) ?? runners }));
  for (const [shard, log] of Object.entries(state.logs)) {
    const pod = runners.find((p) => p.metadata.labels["job-name"] === `rec-${shard}`);
    await writeFile(join(dir, "logs", pod?.metadata.name ?? "no pod"), log);
  }
  if (state.refuse === true) await writeFile(join(dir, "refuse"), "");
  return {
    program,
    calls: async () =>
      (await readFile(join(dir, "calls.jsonl"), "utf8"))
        .trim()
        .split("\n")
        .map((line): Call => JSON.parse(line)),
  };
}
