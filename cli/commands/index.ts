// Every command of the CLI, in the order --help lists them.

import type { Command } from "../command.ts";
import { bundle } from "./bundle.ts";
import { capacity } from "./capacity.ts";
import { compare } from "./compare.ts";
import { diagnose } from "./diagnose.ts";
import { doctor } from "./doctor.ts";
import { fleet } from "./fleet.ts";
import { init } from "./init.ts";

import { k6 } from "./k6.ts";
import { noise } from "./noise.ts";
import { optimise } from "./optimise.ts";
import { profile } from "./profile.ts";
import { profileDiff } from "./profile-diff.ts";
import { progress } from "./progress.ts";
import { report } from "./report.ts";
import { gate, run } from "./run.ts";
import { serve } from "./serve.ts";
import { shard } from "./shard.ts";

export const commands: readonly Command[] = [
  init,
  run,
  gate,
  compare,
  noise,
  capacity,
  diagnose,
  optimise,
  report,
  progress,
  profile,
  profileDiff,
  fleet,
  bundle,
  k6,
  shard,
  serve,
  doctor,
];
