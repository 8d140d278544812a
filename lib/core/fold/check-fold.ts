// Checks by name and by the endpoint that was checked, over the measured phase.

import type { CheckRecord } from "../recording.ts";

export class CheckFold {
  readonly #checks = new Map<string, { name: string; endpoint: string | null; passes: number; fails: number }>();

  /** @param passed how many times it held, @param failed and did not */
  add(name: string, endpoint: string | null, passed: number, failed: number): void {
    const key = JSON.stringify([name, endpoint]);
    const known = this.#checks.get(key) ?? { name, endpoint, passes: 0, fails: 0 };
    known.passes += passed;
    known.fails += failed;
    this.#checks.set(key, known);
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
    return [...this.#checks.values()].map((check) => ({ ...check }));
  }
}
