// Checks by name and by the endpoint that was checked, over the measured phase.

import type { CheckRecord } from "../recording.ts";

export class CheckFold {
  /** By name, then by endpoint: a check is counted for every request. */
  readonly #checks = new Map<string, Map<string | null, { passes: number; fails: number }>>();

  /** @param passed how many times it held, @param failed and did not */
  add(name: string, endpoint: string | null, passed: number, failed: number): void {
    const counts = this.#countsOf(name, endpoint);
    counts.passes += passed;
    counts.fails += failed;
  }

  absorb(checks: readonly CheckRecord[]): void {
    for (const c of checks) this.add(c.name, c.endpoint, c.passes, c.fails);
  }

  /** Everything since the last call, which is then forgotten here. */
  drain(): readonly CheckRecord[] {
    const all = this.close();
    this.#checks.clear();
    return all;
  }

  close(): readonly CheckRecord[] {
    return [...this.#checks].flatMap(([name, byEndpoint]) =>
      [...byEndpoint].map(([endpoint, counts]) => ({ name, endpoint, ...counts })),
    );
  }

  #countsOf(name: string, endpoint: string | null): { passes: number; fails: number } {
    const byEndpoint = this.#checks.get(name) ?? new Map<string | null, { passes: number; fails: number }>();
    this.#checks.set(name, byEndpoint);
    const counts = byEndpoint.get(endpoint) ?? { passes: 0, fails: 0 };
    byEndpoint.set(endpoint, counts);
    return counts;
  }
}
