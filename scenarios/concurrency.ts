// How does latency grow with the number of users? Four stages of rising users, results by stage.
// USERS (40, in the last stage), DURATION (80s over all stages), WARMUP (5s), THINK_TIME (100ms), SEED (1).

import { iterate } from "../lib/k6/iteration.ts";
import { k6Options } from "../lib/k6/k6-options.ts";
import { planFromEnv } from "../lib/k6/plan.ts";
import { textSummary } from "../lib/k6/summary.ts";

const plan = planFromEnv("concurrency");

export const options = k6Options(plan);

export default function (): void {
  iterate(plan);
}

export const handleSummary = textSummary(plan);
