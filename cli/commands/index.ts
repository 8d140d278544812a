// Every command of the CLI, in the order --help lists them.

import type { Command } from "../command.ts";
import { doctor } from "./doctor.ts";
import { profile } from "./profile.ts";
import { profileDiff } from "./profile-diff.ts";
import { gate, run } from "./run.ts";
import { serve } from "./serve.ts";

export const commands: readonly Command[] = [run, gate, profile, profileDiff, serve, doctor];
