#!/usr/bin/env node
// The command line's entry: parses, runs one command, turns errors into a line, a hint and an exit code. Everything else
// is loaded once this Node is known to be new enough for it.

import { tooOld } from "./node-version.ts";

const problem = tooOld(process.versions.node);
if (problem === undefined) {
  const [{ processWorld }, { runCli }] = await Promise.all([import("../lib/node/world.ts"), import("./cli.ts")]);
  process.exitCode = await runCli(processWorld(), process.argv.slice(2));
} else {
  process.stderr.write(problem);
  process.exitCode = 2;
}
