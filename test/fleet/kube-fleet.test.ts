// A fleet on Kubernetes, with a kubectl that replays a real trial: what is created, waited for, collected and judged.

import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCli } from "../../cli/cli.ts";
import { parseRecording } from "../../lib/node/recording-file.ts";
import { writeShardText } from "../../lib/node/shard-text.ts";
import { testWorld } from "../support/test-world.ts";
import { type Cluster, type ClusterState, fakeCluster, type RecordedPod } from "./fake-kubectl.ts";
import { type Making, madeShard } from "./made-shards.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-kube-"));
});
afterEach(() => rm(dir, { recursive: true }));

const logOf = async (shard: number, making: Making = {}): Promise<string> =>
  `time=… level=info msg=started\n${writeShardText(await madeShard(shard, making)).text}`;

const allLogs = async (): Promise<Record<number, string>> => ({
  1: await logOf(1),
  2: await logOf(2),
  3: await logOf(3),
});

/** The recorded containers' last words are of other shards. */
const ended = (pod: RecordedPod, over: Record<string, unknown> = {}): RecordedPod => ({
  ...pod,
  status: {
    ...pod.status,
    containerStatuses: pod.status.containerStatuses.map((c) => ({
      ...c,
      state: { terminated: { exitCode: 0, reason: "Completed", ...over } },
    })),
  },
});

const waiting = (pod: RecordedPod, reason: string, message: string): RecordedPod => ({
  ...pod,
  status: {
    ...pod.status,
    phase: "Pending",
    containerStatuses: pod.status.containerStatuses.map((c) => ({ ...c, state: { waiting: { reason, message } } })),
  },
});

const image = `registry.example/tailgate@sha256:${"0".repeat(64)}`;

interface Ran {
  readonly code: number;
  readonly seen: { readonly out: string; readonly err: string };
  readonly cluster: Cluster;
}

async function fleetRun(state: ClusterState, env: Record<string, string> = {}, interrupted = false): Promise<Ran> {
  const cluster = await fakeCluster(dir, { pods: (pods) => pods.map((pod) => ended(pod)), ...state });
  const { world, seen, interrupt } = testWorld({
    RESULTS_DIR: join(dir, "results"),
    KUBECTL: cluster.program,
    BASE_URL: "http://spam.default:8000",
    MIX: "predict:1,health:1",
    RATE: "10",
    DURATION: "60s",
    WARMUP: "2s",
    ...env,
  });
  if (interrupted) interrupt();
  const args = ["fleet", "run", "baseline", "--shards", "3", "--image", image, "--name", "rec", "--json"];
  return { code: await runCli(world, args), seen, cluster };
}

const verbs = async (cluster: Cluster): Promise<readonly string[]> =>
  (await cluster.calls()).map(({ args }) => args.filter((a) => !a.startsWith("-"))[0] ?? "");

describe("fleet run on a cluster", () => {
  test("creates the TestRun, waits, collects, judges the whole, and deletes it", async () => {
    const { code, seen, cluster } = await fleetRun({
      stages: ["", "created", "started", "finished"],
      logs: await allLogs(),
    });
    const recording = parseRecording(seen.out, "stdout");
    expect(code, seen.err).toBe(0);
    expect(recording.endpoints.reduce((sum, e) => sum + e.count, 0)).toBe(600);
    expect(recording.fleet).toMatchObject({ shards: 3, missing: [], lost: [] });
    const asked = await verbs(cluster);
    expect(asked[0]).toBe("create");
    expect(asked.at(-1)).toBe("delete");
    expect(JSON.parse(await cluster.created())).toMatchObject({
      items: [{ kind: "TestRun", metadata: { name: "rec" } }],
    });
    expect(seen.err).toContain("rec (3 shards): running");
    expect(await readdir(join(dir, "results", "fleet", "rec"))).toHaveLength(3);
  });

  test("with an objective that is missed exits 99, whatever the operator calls it", async () => {
    const { code } = await fleetRun({ stages: ["finished"], logs: await allLogs() }, { OBJECTIVES: "requests/s>50" });
    expect(code).toBe(99);
  });

  test("a pod that was deleted while the operator says 'finished' is no pass: exit 4, named", async () => {
    const { code, seen } = await fleetRun({
      stages: ["started", "finished"],
      logs: await allLogs(),
      pods: (pods) => pods.filter((p) => p.metadata.labels["job-name"] !== "rec-2").map((pod) => ended(pod)),
    });
    expect(code).toBe(4);
    expect(JSON.stringify(parseRecording(seen.out, "stdout").validity)).toContain("shard 2: there is no pod of it");
  });

  test("a pod that was killed for its memory is no pass: exit 4, named", async () => {
    const { code, seen } = await fleetRun({
      stages: ["finished"],
      logs: { ...(await allLogs()), 3: "killed\n" },
      pods: (pods) =>
        pods.map((p) =>
          p.metadata.labels["job-name"] === "rec-3" ? ended(p, { exitCode: 137, reason: "OOMKilled" }) : ended(p),
        ),
    });
    expect(code).toBe(4);
    expect(JSON.stringify(parseRecording(seen.out, "stdout").validity)).toMatch(/shard 3 .*OOMKilled, exit code 137/);
  });

  test("an image that cannot be pulled ends at the deadline: exit 3, with the cluster's words", async () => {
    const { code, seen, cluster } = await fleetRun({
      stages: ["created"],
      logs: {},
      pods: (pods) => pods.map((pod) => waiting(pod, "ImagePullBackOff", "Back-off pulling image")),
    });
    expect(code).toBe(3);
    expect(seen.err).toContain("ImagePullBackOff: Back-off pulling image");
    expect(seen.err).toContain("not over after");
    expect((await verbs(cluster)).at(-1)).toBe("delete");
  });

  test("a log that is not what its pod wrote is refused", async () => {
    const { code, seen } = await fleetRun({
      stages: ["finished"],
      logs: await allLogs(),
      pods: (pods) =>
        pods.map((p) =>
          p.metadata.labels["job-name"] === "rec-1"
            ? ended(p, { message: JSON.stringify({ sha256: "f".repeat(64) }) })
            : ended(p, { message: "not ours" }),
        ),
    });
    expect(code).toBe(4);
    expect(JSON.stringify(parseRecording(seen.out, "stdout").validity)).toContain("its log is not what it wrote");
  });

  test("interrupted, deletes what it created: 105", async () => {
    const { code, cluster } = await fleetRun({ stages: ["started"], logs: {} }, {}, true);
    expect(code).toBe(105);
    expect(await verbs(cluster)).toEqual(["create", "delete"]);
  });

  test("passes on what the cluster says, and says so when there is no kubectl", async () => {
    const refused = await fleetRun({ stages: ["started"], logs: {}, refuse: true });
    expect(refused.code).toBe(2);
    expect(refused.seen.err).toContain("You must be logged in");
    const absent = testWorld({ KUBECTL: join(dir, "none"), RESULTS_DIR: dir });
    expect(await runCli(absent.world, ["fleet", "collect", "rec", "--shards", "3"])).toBe(2);
    expect(absent.seen.err).toContain("KUBECTL names another program");
  });
});

test("fleet collect does the same for a TestRun that somebody else started", async () => {
  const cluster = await fakeCluster(dir, {
    stages: ["finished"],
    logs: await allLogs(),
    pods: (pods) => pods.map((pod) => ended(pod)),
  });
  const { world, seen } = testWorld({
    RESULTS_DIR: join(dir, "results"),
    KUBECTL: cluster.program,
  });
  expect(await runCli(world, ["fleet", "collect", "rec", "--shards", "3", "--namespace", "load", "--json"])).toBe(0);
  expect(parseRecording(seen.out, "stdout").fleet?.members).toHaveLength(3);
  expect(await verbs(cluster)).toEqual(["get", "logs", "logs", "logs"]);
  expect((await cluster.calls())[0]?.args).toContain("--namespace=load");
});
