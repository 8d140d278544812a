// Every command of the CLI, in the order --help lists them.

import type { Command } from "../command.ts";
import { doctor } from "./doctor.ts";
import { k6 } from "./k6.ts";
import { gate, run } from "./run.ts";
import { serve } from "./serve.ts";

export const commands: readonly Command[] = [run, gate, k6, serve, doctor];
