// Groups met and checks counted in a run, by group path: what the end-of-test summary lists. Merges exactly.

/** Groups and checks of the whole run, for the end-of-test summary. */
export interface CheckLog {
  group(path: string): void;
  check(group: string, name: string, passed: boolean): void;
}

export interface CheckCount {
  passes: number;
  fails: number;
}

/** Checks by name, by group path ("" is the root), both in order of first appearance. */
export type CheckCounts = ReadonlyMap<string, ReadonlyMap<string, CheckCount>>;

export class CheckTally implements CheckLog {
  readonly #groups = new Map<string, Map<string, CheckCount>>([["", new Map()]]);

  get counts(): CheckCounts {
    return this.#groups;
  }

  group(path: string): void {
    if (!this.#groups.has(path)) this.#groups.set(path, new Map());
  }

  check(group: string, name: string, passed: boolean): void {
    const count = this.#count(group, name);
    if (passed) count.passes++;
    else count.fails++;
  }

  merge(other: CheckCounts): void {
    for (const [path, checks] of other) {
      this.group(path);
      for (const [name, { passes, fails }] of checks) {
        const count = this.#count(path, name);
        count.passes += passes;
        count.fails += fails;
      }
    }
  }

  #count(group: string, name: string): CheckCount {
    let checks = this.#groups.get(group);
    if (checks === undefined) {
      checks = new Map();
      this.#groups.set(group, checks);
    }
    let count = checks.get(name);
    if (count === undefined) {
      count = { passes: 0, fails: 0 };
      checks.set(name, count);
    }
    return count;
  }
}
