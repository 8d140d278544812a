// What an endpoint is for. The one place that says which requests are inference and which are health checks.

import type { EndpointRecord } from "./recording.ts";

type WithRole = Pick<EndpointRecord, "role">;
interface Asked<E extends WithRole> {
  readonly endpoints: readonly E[];
}

/**
 * The service's work: what is judged for its speed and its answers. Where nothing says that it is inference, as in a
 * script that declares nothing, it is everything but health checks; and those too where there is nothing else.
 */
export function inferenceOf<E extends WithRole>({ endpoints }: Asked<E>): readonly E[] {
  const inference = endpoints.filter((e) => e.role === "inference");
  if (inference.length > 0) return inference;
  const work = endpoints.filter((e) => e.role !== "health");
  return work.length > 0 ? work : endpoints;
}

/** The health checks, when any was asked. */
export const healthOf = <E extends WithRole & { readonly count: number }>({ endpoints }: Asked<E>): E | undefined =>
  endpoints.find((e) => e.role === "health" && e.count > 0);
