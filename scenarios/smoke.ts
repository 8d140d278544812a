// Does every endpoint answer rightly? One user, each endpoint three times. Ends in seconds.
// USERS (1) and SEED (1) may be set; there is no warm-up and latency is not judged.

import { iterate } from "../lib/k6/iteration.ts";
import { k6Options } from "../lib/k6/k6-options.ts";
import { planFromEnv } from "../lib/k6/plan.ts";
import { textSummary } from "../lib/k6/summary.ts";

const plan = planFromEnv("smoke");

export const options = k6Options(plan);

export default function (): void {
  iterate(plan);
}

export const handleSummary = textSummary(plan);
