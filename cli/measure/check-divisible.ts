// Whether a load can be split: a process without a user of its own ends at once, green, having sent nothing.

import { CliError } from "../../lib/core/exit.ts";
import { plural } from "../../lib/core/format.ts";
import type { LoadPlan } from "../../lib/core/load/load-plan.ts";

/** Users kept ready for a rate, at the least (k6-options.ts). */
const READY = 20;

const usersOf = ({ load, options }: LoadPlan): number => {
  if (load.model === "script") return load.users ?? READY;
  return load.model === "open" ? READY : Math.max(options.users, ...load.stages.map((s) => s.users ?? 0));
};

/** @throws CliError when there are more processes than users */
export function checkDivisible(plan: LoadPlan, processes: number): void {
  const users = usersOf(plan);
  if (processes <= users) return;
  throw new CliError(`${plan.scenario} cannot be split over ${processes} processes: it has ${plural(users, "user")}`, {
    hint: "Take fewer processes, or raise USERS: each needs a user of its own.",
  });
}
