// A folder of a test's own, which goes with the test. A fixture and not a hook: tests that run at the same time have one
// each.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "vitest";

/** `test` whose tests are given `dir`, an empty folder. */
export const test = base.extend<{ dir: string }>({
  dir: async ({ onTestFinished }, use) => {
    const dir = await mkdtemp(join(tmpdir(), "tailgate-"));
    onTestFinished(() => rm(dir, { recursive: true, force: true }));
    await use(dir);
  },
});
