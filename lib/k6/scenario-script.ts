// Any scenario over any service as a k6 script: what bundling begins with (lib/node/service/bundle-scenario.ts).

import { iterate } from "./iteration.ts";
import { k6Options } from "./k6-options.ts";
import { planFromEnv } from "./plan.ts";
import { arrivalsOf } from "./poisson-clock.ts";
import { textSummary } from "./summary.ts";

const plan = planFromEnv();
const arrivals = arrivalsOf(plan);

export const options = k6Options(plan);

export default function (): void {
  iterate(plan, arrivals);
}

export const handleSummary = textSummary(plan);
