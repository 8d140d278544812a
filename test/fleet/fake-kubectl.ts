// A kubectl that replays what a real API server with k6-operator v1.6.0 answered (recorded/), as an executable that notes
// what it was asked.

import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suiteRoot } from "../../lib/node/suite-root.ts";

// A shell's, since a run asks some fifty times until its deadline: Node would take longer to start than to answer.
const SOURCE = `#!/bin/sh
dir=\${0%/*}
line= verb= object=
for arg in "$@"; do
  line="$line$arg\t"
  case $arg in
    -*) ;;
    *) if [ -z "$verb" ]; then verb=$arg; elif [ -z "$object" ]; then object=$arg; fi ;;
  esac
done
case $verb in create | delete) cat > "$dir/$verb.input" ;; esac
printf '%s\\n' "$line" >> "$dir/calls"
if [ -e "$dir/refuse" ]; then
  echo 'error: You must be logged in to the server (Unauthorized)' >&2
  exit 1
fi
case "$verb $object" in
  'get testruns.k6.io')
    asked=$(grep -c testruns.k6.io "$dir/calls")
    [ -e "$dir/testrun-$asked.json" ] || asked=last
    cat "$dir/testrun-$asked.json" ;;
  'get pods') cat "$dir/pods.json" ;;
  'logs '*) cat "$dir/logs/$object" ;;
  'create '* | 'delete '*) ;;
  *) exit 1 ;;
esac
`;

interface Call {
  readonly args: readonly string[];
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
  /** What it was given to create. */
  created(): Promise<string>;
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
  const program = join(dir, "kubectl");
  await mkdir(join(dir, "logs"), { recursive: true });
  await writeFile(program, SOURCE);
  await chmod(program, 0o755);
  const testRun: { status: object } = JSON.parse(await recorded("testrun-finished.json"));
  for (const [i, stage] of state.stages.entries()) {
    const text = JSON.stringify({ ...testRun, status: { ...testRun.status, stage } });
    await writeFile(join(dir, `testrun-${i + 1}.json`), text);
    await writeFile(join(dir, "testrun-last.json"), text);
  }
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
      (await readFile(join(dir, "calls"), "utf8"))
        .trimEnd()
        .split("\n")
        .map((line): Call => ({ args: line.split("\t").filter(Boolean) })),
    created: () => readFile(join(dir, "create.input"), "utf8"),
  };
}
