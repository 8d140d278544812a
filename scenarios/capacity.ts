// Is this load safe? One probe of the search for the maximum safe load (tailgate capacity): the baseline's mix at a
// steady load. USERS (10) or RATE (Poisson arrivals a second), DURATION (30s), WARMUP (3s), THINK_TIME (400ms),
// SEED (1).

import { iterate } from "../lib/k6/iteration.ts";
import { k6Options } from "../lib/k6/k6-options.ts";
import { planFromEnv } from "../lib/k6/plan.ts";
import { arrivalsOf } from "../lib/k6/poisson-clock.ts";
import { textSummary } from "../lib/k6/summary.ts";

const plan = planFromEnv("capacity");
const arrivals = arrivalsOf(plan);

export const options = k6Options(plan);

export default function (): void {
  iterate(plan, arrivals);
}

export const handleSummary = textSummary(plan);
