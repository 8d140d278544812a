// Tag sets as values: equal sets are one object, so that sinks and folds may cache by identity. Knows nothing of which
// tags mean what.

import type { Tags } from "../../lib/core/metric-sample.ts";

/** Above this many sets the tables start anew: tags that differ per request must not fill the memory. */
const LIMIT = 50_000;

type Transitions = Map<string, Map<string, Tags>>;

/** Makes tag sets and remembers how one grows into the next; one per thread of a run. */
export class TagSets {
  readonly empty: Tags = Object.freeze({});
  #canonical = new Map<string, Tags>();
  #grown = new WeakMap<Tags, Transitions>();

  /** The one object for these tags. */
  of(tags: Readonly<Record<string, string>>): Tags {
    const entries = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify(entries);
    const known = this.#canonical.get(key);
    if (known !== undefined) return known;
    if (this.#canonical.size >= LIMIT) {
      this.#canonical = new Map();
      this.#grown = new WeakMap();
    }
    const made: Tags = Object.freeze(Object.fromEntries(entries));
    this.#canonical.set(key, made);
    return made;
  }

  /** `tags` with one tag added or replaced; found by three look-ups when it was asked for before. */
  with(tags: Tags, name: string, value: string): Tags {
    const byName = this.#grown.get(tags);
    const known = byName?.get(name)?.get(value);
    if (known !== undefined) return known;
    const made = this.of({ ...tags, [name]: value });
    this.#remember(tags, name, value, made);
    return made;
  }

  /** `tags` with all of `more`, which wins. */
  withAll(tags: Tags, more: Readonly<Record<string, string>>): Tags {
    let grown = tags;
    for (const name in more) {
      const value = more[name];
      if (value !== undefined) grown = this.with(grown, name, value);
    }
    return grown;
  }

  #remember(tags: Tags, name: string, value: string, made: Tags): void {
    let byName = this.#grown.get(tags);
    if (byName === undefined) {
      byName = new Map();
      this.#grown.set(tags, byName);
    }
    const byValue = byName.get(name);
    if (byValue === undefined) byName.set(name, new Map([[value, made]]));
    else byValue.set(value, made);
  }
}
