// `tailgate shard` as a pod runs it: what it prints, leaves and passes on.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { scenarioScript } from "../../lib/node/service/bundle-scenario.ts";
import { loadService } from "../../lib/node/service/load-service.ts";
import { readShardText } from "../../lib/node/shard-text.ts";
import { builtScenario } from "../support/built.ts";
import { startTailgate } from "../support/tailgate-process.ts";
import { type AskedService, askedService } from "./plan-requests.ts";

let dir: string;
let service: AskedService;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-shard-"));
  service = await askedService();
});
afterEach(async () => {
  await service.close();
  await rm(dir, { recursive: true });
});

const bundle = builtScenario("baseline");
const second = ["--execution-segment=1/3:2/3", "--execution-segment-sequence=0,1/3,2/3,1"];
const tags = ["--tag", "instance_id=2", "--tag", "testrun_name=rec"];

test("SIGTERM ends the engine, and what was seen becomes a partial shard: on stdout, as a file, its hash beside it", async () => {
  const lastWords = join(dir, "termination-log");
  await writeFile(lastWords, "");
  const run = startTailgate(["shard", "run", "--quiet", ...second, "--log-format=raw", bundle, ...tags], {
    ...{ ENGINE: "runner", BASE_URL: service.url, RATE: "30", DURATION: "120s", WARMUP: "0s" },
    ...{ POD: "rec-2-abcde", NODE: "node-7", HEADERS: "Authorization: Bearer hunter22" },
    ...{ TERMINATION_LOG: lastWords, SHARD_DIR: dir },
  });
  await expect.poll(() => service.asked.length, { timeout: 50_000 }).toBeGreaterThan(5);
  run.child.kill("SIGTERM");
  const { code, out, err } = await run.ended;
  expect(code, err).toBe(105);
  const { shards, hashes } = readShardText(out);
  expect(shards).toHaveLength(1);
  expect(shards[0]).toMatchObject({
    run: "rec",
    place: { index: 2, of: 3 },
    name: "rec-2-abcde",
    machine: "node-7",
    partial: true,
    exitCode: 105,
  });
  expect(shards[0]?.requests).toBeGreaterThan(5);
  expect(JSON.parse(await readFile(lastWords, "utf8"))).toMatchObject({ shard: 2, sha256: hashes[0], exitCode: 105 });
  expect(await readFile(join(dir, "rec-2.shard"), "utf8")).toBe(out);
  expect(out + err + JSON.stringify(shards)).not.toContain("hunter22");
});

test("a described service's metrics are read where its description says they are", async () => {
  const file = join(dir, "tailgate.service.ts");
  const stats = createServer((_, response) => response.end("process_resident_memory_bytes 1000\n"));
  await new Promise<void>((resolve) => stats.listen(0, "127.0.0.1", resolve));
  const address = stats.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await writeFile(
    file,
    `import { defineService, post, prometheus } from "tailgate";
export default defineService({
  data: () => [{ text: "a" }],
  endpoints: { judge: post("/judge", (row) => ({ text: row.text })) },
  metrics: prometheus(":${port}/stats"),
});`,
  );
  const script = await scenarioScript({ name: "smoke", own: undefined }, await loadService(file));
  const segment = ["--execution-segment=0:1", "--execution-segment-sequence=0,1"];
  const { code, out, err } = await startTailgate(["shard", "run", ...segment, script], {
    ...{ ENGINE: "runner", BASE_URL: service.url, SERVICE: file },
  }).ended;
  await new Promise((resolve) => stats.close(resolve));
  expect(code, err).toBe(0);
  expect(readShardText(out).shards[0]?.service?.samples[0]?.rssBytes).toBe(1000);
});

test("whatever is no run is k6's own, and never this command once more", async () => {
  const passed = await startTailgate(["shard", "inspect", "--execution-requirements", "a.js"], { K6_BIN: "/bin/echo" })
    .ended;
  expect(passed).toMatchObject({ code: 0, out: "inspect --execution-requirements a.js\n" });
  const again = await startTailgate(["shard", "version"], { TAILGATE_SHARD: "1" }).ended;
  expect(again.code).toBe(2);
  expect(again.err).toContain("Point K6_BIN at the real k6");
});

test("a part that is none, and a service that nobody named, are refused", async () => {
  const wrong = await startTailgate(["shard", "run", "--execution-segment=1/4:1/3", ...second.slice(1), bundle], {})
    .ended;
  expect(wrong.code).toBe(255);
  expect(wrong.err).toContain("is none of its --execution-segment-sequence");
  const nowhere = await startTailgate(["shard", "run", bundle], { ENGINE: "runner" }).ended;
  expect(nowhere.code).toBe(2);
  expect(nowhere.err).toContain("BASE_URL is not set");
});
