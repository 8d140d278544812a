// Faults as a person meets them: the built command line against the faulty service on a port of
// its own. What is asserted is what was answered; a busy machine may add symptoms of its own, so none is excluded but
// those in question.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { diagnoseRun } from "../../lib/core/diagnosis/diagnose.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { readCorpus } from "../../lib/node/corpus-file.ts";
import type { Faults } from "../support/faulty-service/faults.ts";
import { startFaultyService } from "../support/faulty-service/service.ts";
import { onlyRecording } from "../support/only-recording.ts";
import { engines } from "../support/real-k6.ts";
import { startTailgate } from "../support/tailgate-process.ts";

let dir = "";
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-faults-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** An arrival rate and not users: however fast the service is, it is asked as often a second. */
const shortLoad = { RATE: "60", DURATION: "3s", WARMUP: "0s", REPEAT_SHARE: "1" };

interface Seen {
  readonly rules: readonly string[];
  readonly out: string;
  readonly recording: Recording;
}

/** Loads a service that has `faults` and returns the rules that fire, with what the terminal says. */
async function seenOf(
  faults: Partial<Faults>,
  engine: string,
  mix: string,
  label: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Seen> {
  const service = await startFaultyService({ serviceMs: 0, perTextMs: 0, ...faults });
  const env = {
    ...shortLoad,
    ENGINE: engine,
    MIX: mix,
    LABEL: label,
    BASE_URL: service.url,
    RESULTS_DIR: dir,
    ...more,
  };
  const { out } = await startTailgate(["run", "baseline"], env).ended.finally(() => service.close());
  const recording = await onlyRecording(dir, label);
  return { rules: diagnoseRun(recording).map((d) => d.rule), out, recording };
}

const inQuestion = ["batch-differs", "batch-failures-in-bursts", "fails-by-content"];

// Beside each other, since nothing here is a matter of speed and each mostly waits.
describe("a real load", { concurrent: true }, () => {
  test("shows texts that are answered differently in a batch than alone", async () => {
    const { rules, out } = await seenOf({ cutInBatch: 20 }, "runner", "predict:1,batch-5:1", "differs");
    expect(rules).toContain("batch-differs");
    expect(out).toContain("A text is answered differently in a batch than alone");
  });
  test("shows failures that come in bursts", async () => {
    // 300 requests see the 40 failures of one row or of two halves, whatever the answers at rest have used up. In five
    // seconds they stay a burst also where the machine stands still and three seconds' requests end in one.
    const fault = { failInARow: { every: 240, row: 40 } };
    const { rules, out } = await seenOf(fault, "runner", "predict:1", "bursts", { DURATION: "5s" });
    expect(rules).toContain("batch-failures-in-bursts");
    expect(out).toContain("failures come in bursts");
  });
  test("shows none of them in a healthy service", async () => {
    const { rules, recording } = await seenOf({}, "runner", "predict:1,batch-5:1", "healthy");
    for (const rule of inQuestion) expect(rules).not.toContain(rule);
    // There was something to see: 60 requests a second for three seconds, however few a busy machine sends.
    const sent = recording.endpoints.reduce((sum, e) => sum + e.count, 0);
    expect(sent + recording.generator.dropped).toBeGreaterThanOrEqual(175);
    expect(sent).toBeGreaterThan(50);
    expect(recording.endpoints.map((e) => [e.failed, e.answers.mismatched])).toEqual(
      recording.endpoints.map(() => [0, 0]),
    );
  });
});

describe.each(engines)("a real load by $engine", { concurrent: true }, ({ engine, skip }) => {
  test.skipIf(skip)("shows the text that fails every time", async () => {
    // The most popular text: every few requests hold it, so that 180 of them leave no doubt.
    const [bad] = (await readCorpus()).texts;
    const fault = { failText: bad?.text ?? "" };
    const { rules, out } = await seenOf(fault, engine, "predict:1,batch-5:1", `content-${engine}`);
    expect(rules).toContain("fails-by-content");
    expect(out).toContain("The same row fails every time, and others do not");
    expect(out).toContain(`rows failed in every request: ${bad?.id}`);
  });
});
