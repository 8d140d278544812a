// Whether the failing share of one group of requests is certainly above another's: their exact intervals do not touch.
// Coarser than a test of the difference, and needs no assumption about it.

import { clopperPearson } from "../stat/clopper-pearson.ts";

export interface Group {
  readonly name: string;
  readonly count: number;
  readonly failed: number;
}

/** Each bound holds with 99 %, since several pairs of groups are looked at. */
const ALPHA = 0.01;

export const certainlyAbove = (a: Group, b: Group): boolean =>
  clopperPearson(a.failed, a.count, ALPHA)[0] > clopperPearson(b.failed, b.count, ALPHA)[1];

export const merged = (name: string, groups: readonly Group[]): Group => ({
  name,
  count: groups.reduce((sum, g) => sum + g.count, 0),
  failed: groups.reduce((sum, g) => sum + g.failed, 0),
});
