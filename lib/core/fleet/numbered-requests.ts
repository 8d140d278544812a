// In which loads every request number is sent, and which of them carry rows.

import type { LoadPlan } from "../load/load-plan.ts";
import { endpointAt } from "../load/workload.ts";

/**
 * Whether request `index` carries rows, for a load whose numbers have no holes: open or counted. In a closed load fast
 * users run ahead of slow ones, so that the numbers of several processes do have holes: undefined.
 */
export const numberedRequests = ({
  mix,
  load,
  options,
  iterations,
}: LoadPlan): ((index: number) => boolean) | undefined =>
  load.model === "open" || iterations !== null
    ? (index) => endpointAt(mix, options.seed, index).rows !== null
    : undefined;
