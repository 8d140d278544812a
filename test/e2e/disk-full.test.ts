// A disk that is really full: the results of a run go to a file system of a few kilobytes, which the command sees in a
// mount namespace of its own.

import { spawn, spawnSync } from "node:child_process";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished } from "vitest";
import { exit } from "../../lib/core/exit.ts";
import { readRecording } from "../../lib/node/recording-file.ts";
import { fakeServer } from "../../runner/testing/fake-server.ts";
import { builtCli } from "../support/built.ts";
import { stubAnswer } from "../support/stub-service.ts";
import { test } from "../support/temp-dir.ts";

const UNSHARE = ["--user", "--map-root-user", "--mount", "--propagation", "private"];
const noNamespaces = spawnSync("unshare", [...UNSHARE, "true"]).status !== 0;

/** What the answers at rest take; a recording of smoke takes about 12, its page more than 60. */
const GOLDEN_KIB = 32;

/** Smoke with its results on a disk of this size; TMPDIR is another disk. */
async function smokeOn(dir: string, kibibytes: number) {
  const service = await fakeServer(stubAnswer);
  onTestFinished(() => service.close());
  const [disk, elsewhere] = [join(dir, "disk"), join(dir, "elsewhere")];
  await mkdir(disk);
  await mkdir(elsewhere);
  const script = `mount -t tmpfs -o size=${kibibytes}k tmpfs "${disk}" && "${process.execPath}" "${builtCli()}" gate smoke`;
  const child = spawn("unshare", [...UNSHARE, "sh", "-c", script], {
    env: {
      PATH: process.env.PATH,
      TMPDIR: elsewhere,
      RESULTS_DIR: disk,
      ENGINE: "runner",
      BASE_URL: service.url,
    },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, said, elsewhere };
}

describe.skipIf(noNamespaces)("on a full disk", () => {
  test("the page is what is missing: the verdict stands, and so does the gate's code", async ({ dir }) => {
    const { code, said } = await smokeOn(dir, GOLDEN_KIB + 24);
    expect(said.indexOf("Objectives")).toBeGreaterThan(0);
    expect(said).toMatch(/error: cannot write .*\.html \(ENOSPC\)/);
    expect(said.indexOf("ENOSPC")).toBeGreaterThan(said.indexOf("Objectives"));
    expect(said).toMatch(/Recording +.*\.recording\.json/);
    expect(code, said).toBe(exit.ok);
  });

  test("the recording is kept on another one, and the verdict is shown before that is said", async ({ dir }) => {
    const { code, said, elsewhere } = await smokeOn(dir, GOLDEN_KIB + 4);
    expect(said.indexOf("Objectives")).toBeGreaterThan(0);
    expect(said).toMatch(/cannot write .*\.recording\.json \(ENOSPC\); the recording is in/);
    expect(said.indexOf("ENOSPC")).toBeGreaterThan(said.indexOf("Objectives"));
    const names = await readdir(elsewhere, { recursive: true });
    const kept = names.find((name) => name.endsWith(".recording.json"));
    const recording = await readRecording(join(elsewhere, kept ?? "nothing"));
    expect(recording.partial).toBe(false);
    // It passed, and is not where it was asked for.
    expect(code, said).toBe(exit.usage);
  });
});
