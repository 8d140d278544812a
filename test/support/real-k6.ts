// The real k6, where this machine has one. Tests that need it say SKIPPED otherwise, and never pass unseen.

import { spawnSync } from "node:child_process";

const named = process.env.K6_BIN || "k6";

/** Path of a k6 binary, or undefined. */
const realK6: string | undefined = spawnSync(named, ["version"]).status === 0 ? named : undefined;

/** Engines to run a test on, with the reason why one is left out. */
export const engines = [
  { engine: "runner", skip: false },
  { engine: "k6", skip: realK6 === undefined },
] as const;

if (realK6 === undefined) process.stderr.write("SKIPPED: no k6 binary\n");
