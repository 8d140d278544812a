// Every command of the CLI, in the order --help lists them.

import type { Command } from "../command.ts";
import { compare } from "./compare.ts";
import { doctor } from "./doctor.ts";
import { noise } from "./noise.ts";
import { gate, run } from "./run.ts";
import { serve } from "./serve.ts";

export const commands: readonly Command[] = [run, gate, compare, noise, serve, doctor];
