import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "../../cli/cli.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
import { writeRecording } from "../../lib/node/recording-file.ts";
import { around, measuredRun } from "../support/measured-run.ts";

let dir = "";
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-diagnose-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const recordingOf = (id: string, label: string, users: number, latencyMs: number, profile = "p1"): Recording => ({
  ...measuredRun([{ name: "predict", latencies: around(latencyMs, 20) }], 20, {
    id,
    label,
    load: { model: "closed", users, ratePerSec: null, thinkMs: 400, mix: { predict: 1 }, stages: [] },
    target: { url: "http://127.0.0.1:1", embedded: true, profile },
  }),
  validity: { verdict: "valid", reasons: [] },
  objectives: { verdict: "pass", criteria: [] },
});

const tailgate = async (...argv: readonly string[]) => {
  const seen = { out: "", err: "" };
  const stream = (key: "out" | "err") => ({
    write: (text: string) => {
      seen[key] += text;
    },
    columns: undefined,
    colour: false,
  });
  const world: World = {
    env: { RESULTS_DIR: dir },
    cwd: dir,
    stdout: stream("out"),
    stderr: stream("err"),
    now: () => ms(0),
    monotonic: () => ms(0),
    sleep: async () => {},
    interrupted: new AbortController().signal,
  };
  return { code: await runCli(world, argv), ...seen };
};

describe("tailgate diagnose", () => {
  test("says that there is nothing to look at", async () => {
    expect(await tailgate("diagnose")).toMatchObject({
      code: 3,
      err: expect.stringContaining("nothing is recorded yet"),
    });
    expect(await tailgate("diagnose", "nowhere")).toMatchObject({ code: 3 });
  });
  test("reads every recording under the label that was recorded to last", async () => {
    await writeRecording(dir, recordingOf("20260101T000000Z-a", "old", 1, 50));
    for (const [i, users] of [1, 4, 8].entries())
      await writeRecording(dir, recordingOf(`20260102T00000${i}Z-a`, "curve", users, 50 * users));
    const { code, out } = await tailgate("diagnose");
    expect(code).toBe(0);
    expect(out).toContain("From 3 recordings");
    expect(out).toContain("✗ Response time increases linearly with users, and throughput does not  serialised");
    for (const part of ["Seen", "Likely", "Or", "Try"]) expect(out).toContain(`    ${part}`);
  });
  test("finds nothing in a single calm recording, and says so", async () => {
    const { out } = await tailgate("diagnose", "old");
    expect(out).toBe("No fault shows. From 1 recording.\n");
  });
  test("gives the same as JSON", async () => {
    const { out } = await tailgate("diagnose", "curve", "--json");
    expect(JSON.parse(out)).toMatchObject({ diagnoses: [{ rule: "serialised", kind: "fault" }] });
  });
  test("leaves out what it cannot read, and says so", async () => {
    await writeFile(join(dir, "curve", "20260102T000009Z-a.recording.json"), "{}");
    const { code, out, err } = await tailgate("diagnose", "curve");
    expect(code).toBe(0);
    expect(out).toContain("From 3 recordings");
    expect(err).toContain("left out:");
  });
  test("refuses to draw one curve through two services", async () => {
    await writeRecording(dir, recordingOf("20260103T000000Z-a", "other", 1, 50, "p2"));
    expect(await tailgate("diagnose", "curve", "other")).toMatchObject({
      code: 2,
      err: expect.stringContaining("different services: profiles p1, p2"),
    });
  });
});
