// How often a version is right, and how often two versions agree. The unit of evidence is the unique input: asking
// the same text a thousand times under load tells no more about accuracy than asking it once.

import { alike } from "../service/same.ts";
import { clopperPearson } from "../stat/clopper-pearson.ts";
import type { GoldenSet } from "./golden-set.ts";
import type { SameAbout } from "./take-golden.ts";

/** A share of unique inputs with its two-sided 95 % interval (Clopper and Pearson 1934). */
interface InputShare {
  readonly hits: number;
  readonly inputs: number;
  /** null without inputs. */
  readonly share: number | null;
  readonly low: number;
  readonly high: number;
}

/** `hits` of `inputs` unique inputs as a share: accuracy where hits are right labels. */
export const inputShare = (hits: number, inputs: number): InputShare => {
  const [low, high] = clopperPearson(hits, inputs, 0.025);
  return { hits, inputs, share: inputs === 0 ? null : hits / inputs, low, high };
};

export interface Agreement extends InputShare {
  /** Inputs that both versions answered and answered differently. */
  readonly differing: readonly string[];
  /** Inputs that one version, or both, answered differently from one time to the next: not counted. */
  readonly unstable: readonly string[];
}

/** How far two golden sets over the same corpus agree. */
export function agreement(
  before: GoldenSet,
  after: GoldenSet,
  same: SameAbout = (_id, a, b) => alike(a, b),
): Agreement {
  const unstable = new Set([...before.unstable, ...after.unstable]);
  const shared = Object.keys(before.inputs).filter((id) => after.inputs[id] !== undefined && !unstable.has(id));
  const differing = shared.filter((id) => {
    const [a, b] = [before.inputs[id], after.inputs[id]];
    return a === undefined || b === undefined || !same(id, a, b);
  });
  return {
    ...inputShare(shared.length - differing.length, shared.length),
    differing,
    unstable: [...unstable].sort(),
  };
}
