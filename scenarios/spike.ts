// How long does the service take to recover from an overload? Before, spike and after, a third of the time each.
// USERS (10, five times as many in the spike), DURATION (90s), WARMUP (5s), THINK_TIME (400ms), SEED (1).

import { iterate } from "../lib/k6/iteration.ts";
import { k6Options } from "../lib/k6/k6-options.ts";
import { planFromEnv } from "../lib/k6/plan.ts";
import { textSummary } from "../lib/k6/summary.ts";

const plan = planFromEnv("spike");

export const options = k6Options(plan);

export default function (): void {
  iterate(plan);
}

export const handleSummary = textSummary(plan);
