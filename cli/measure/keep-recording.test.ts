// A recording whose folder cannot be written any more is kept elsewhere; it is said where, and never counts as saved.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readRecording } from "../../lib/node/recording-file.ts";
import { shortRun, syntheticRecording } from "../../test/report/synthetic-recording.ts";
import { keepRecording } from "./keep-recording.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-"));
});
afterEach(() => rm(dir, { recursive: true }));

test("in its place nothing is to be said", async () => {
  const recording = syntheticRecording(shortRun);
  const { path, misplaced } = await keepRecording(dir, recording);
  expect(misplaced).toBeUndefined();
  expect(path).toBe(join(dir, recording.label, `${recording.id}.recording.json`));
});

test("elsewhere it is whole, and the error names where it is", async () => {
  const recording = syntheticRecording(shortRun);
  await writeFile(join(dir, "results"), "");
  const { path, misplaced } = await keepRecording(join(dir, "results"), recording);
  expect((await readRecording(path ?? "")).id).toBe(recording.id);
  expect(misplaced).toMatchObject({ code: 2, message: expect.stringContaining(`the recording is in ${path} instead`) });
  await rm(dirname(dirname(path ?? "")), { recursive: true });
});
