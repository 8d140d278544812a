#!/usr/bin/env node
// The command line's entry: parses, runs one command, turns errors into a line, a hint and an exit code.

import { processWorld } from "../lib/node/world.ts";
import { runCli } from "./cli.ts";

process.exitCode = await runCli(processWorld(), process.argv.slice(2));
