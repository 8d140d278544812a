// What one probe says about its load. A window of the climb is judged by its point estimate (it only finds the way);
// a confirmation by its upper bound.

import { samplesNeeded } from "../quantile.ts";
import { clopperPearson } from "../stat/clopper-pearson.ts";
import { badShare } from "./bad-share.ts";
import type { BadShare, BindingCriterion, Entry, Probe, ProbeResult, SearchPlan } from "./model.ts";
import { CLEAR_BREACH } from "./search-plan.ts";

/**
 * Guards that a service past its capacity trips by itself: an open load then runs out of users and drops arrivals.
 * What was dropped would have waited longest, so a breach seen in spite of it is a breach.
 */
const TRIPPED_BY_OVERLOAD: readonly string[] = ["dropped-arrivals", "achieved-rate", "send-lateness"];

const tellsNothing = ({ voidBecause }: ProbeResult, breach: boolean): boolean =>
  voidBecause.some((reason) => !(breach && TRIPPED_BY_OVERLOAD.includes(reason.rule)));

const bindingCriterion = (plan: SearchPlan, about: Judged, isGood: boolean): BindingCriterion => {
  const { failed, share, result } = about;
  if (result.wrong > plan.failedLimit * share.total) return "answers";
  if (isGood && failed <= plan.failedLimit * share.total) return "objectives";
  const slow = share.bad - failed;
  return failed > plan.failedLimit * share.total && failed >= slow ? "failures" : "latency";
};

/**
 * Whether a window of the climb lets it go on: by its share of bad requests.
 *
 * With too few requests for a p99 a single slow one would be "more than 1 %", so those must be certain (Clopper and
 * Pearson's lower bound): the climb may overshoot, never stop for one unlucky request.
 */
const windowIsGood = (plan: SearchPlan, { bad, total, share }: BadShare): boolean => {
  if (share === null) return false;
  if (total >= samplesNeeded(1 - plan.badLimit)) return share <= plan.badLimit;
  return clopperPearson(bad, total, 0.05)[0] <= plan.badLimit;
};

/** Five times what is allowed, as far as that is more than the guide's 5 %: a p95 allows 5 % of slow requests. */
const isBreach = ({ badLimit, failedLimit }: SearchPlan, share: BadShare, failed: number): boolean =>
  share.lower > Math.max(CLEAR_BREACH, 5 * badLimit) || failed > Math.max(CLEAR_BREACH, 5 * failedLimit) * share.total;

type Judged = Pick<Entry, "failed" | "share" | "result">;

/** Whether the plan's other demands hold: a window only finds the way, so what it cannot show does not stop it. */
const demandsHold = ({ kind }: Probe, { missed = [], unmeasured = [] }: ProbeResult): boolean =>
  missed.length === 0 && (kind === "climb" || unmeasured.length === 0);

/** Judges `result` as the outcome of `probe`. */
export function judgeProbe(plan: SearchPlan, probe: Probe, result: ProbeResult): Entry {
  const share = badShare(result.blocks);
  const failed = result.blocks.reduce((sum, b) => sum + b.failed, 0);
  const allowed = plan.failedLimit * share.total;
  const breach = isBreach(plan, share, failed);
  const isGood = probe.kind === "climb" ? windowIsGood(plan, share) : share.upper <= plan.badLimit;
  const passes = isGood && failed <= allowed && result.wrong <= allowed && demandsHold(probe, result);
  const about = { probe, result, share, failed };
  if (tellsNothing(result, breach)) return { ...about, verdict: "void", criterion: null };
  if (passes) return { ...about, verdict: "pass", criterion: null };
  const criterion = bindingCriterion(plan, about, isGood);
  return { ...about, verdict: breach ? "breach" : "fail", criterion };
}
