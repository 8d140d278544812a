// What do the guide's workloads cost side by side? Ten users with a pause, in the guide's proportions.
// USERS (10), DURATION (60s), WARMUP (10s), THINK_TIME (400ms), SEED (1), REPEAT_SHARE (0.5); RATE sets an arrival
// rate instead of users, ARRIVALS (even) or poisson how it is spaced.

import { iterate } from "../lib/k6/iteration.ts";
import { k6Options } from "../lib/k6/k6-options.ts";
import { planFromEnv } from "../lib/k6/plan.ts";
import { arrivalsOf } from "../lib/k6/poisson-clock.ts";
import { textSummary } from "../lib/k6/summary.ts";

const plan = planFromEnv("baseline");
const arrivals = arrivalsOf(plan);

export const options = k6Options(plan);

export default function (): void {
  iterate(plan, arrivals);
}

export const handleSummary = textSummary(plan);
