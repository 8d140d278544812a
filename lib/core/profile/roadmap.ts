// The guide's optimisations P1-P4 and their neighbours, ranked by the share of busy time each could touch under the
// load that was measured, with the experiment that would confirm it. Ceilings, never promises.

import type { Finding } from "./finding.ts";
import type { ProfileLoad } from "./profile.ts";
import { type Proposal, profileWith, proposals, type Saving } from "./proposal.ts";

export interface RoadmapItem {
  /** P1-P4 as in the guide, `MB` for micro-batching, otherwise the finding's own name. */
  readonly id: string;
  readonly title: string;
  /** What the profile measured. */
  readonly shareOfBusy: number;
  /** The part of it that the load lets the change reach, 0..1; null when the load is not known (then taken as 1). */
  readonly reach: number | null;
  readonly potential: number;
  readonly saves: Saving;
  /** Throughput of a saturated service grows at most by this factor (Amdahl); null unless all of the time is saved. */
  readonly ceiling: number | null;
  readonly evidence: readonly string[];
  readonly experiment: string;
}

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

/** The guide's own are listed from a thousandth of busy time on, the others from a hundredth. */
const GUIDE = new Set(["P1", "P2", "P3", "P4"]);
const GUIDE_SHARE = 0.001;
const OTHER_SHARE = 0.01;

/** The proposals whose problem was found, largest potential first. */
export function roadmapOf(findings: readonly Finding[], load: ProfileLoad): readonly RoadmapItem[] {
  return proposals
    .flatMap((proposal) => {
      const finding = findings.find((each) => each.id === proposal.finding);
      if (finding === undefined) return [];
      const reach = proposal.reach(load);
      const potential = finding.shareOfBusy * (reach ?? 1);
      if (potential < (GUIDE.has(proposal.id) ? GUIDE_SHARE : OTHER_SHARE)) return [];
      const item: RoadmapItem = {
        id: proposal.id,
        title: proposal.title,
        shareOfBusy: finding.shareOfBusy,
        reach,
        potential,
        saves: proposal.saves,
        ceiling: proposal.saves === "all" && potential < 1 ? 1 / (1 - potential) : null,
        evidence: [`${finding.counted}: ${percent(finding.shareOfBusy)} of busy time`, ...proposal.evidence(load)],
        experiment: `${experiment(proposal, load)}; watch ${proposal.watch}`,
      };
      return [item];
    })
    .sort((a, b) => b.potential - a.potential);
}

function experiment(proposal: Proposal, { serviceProfile }: ProfileLoad): string {
  const profile = serviceProfile === null ? undefined : profileWith(serviceProfile, proposal.id);
  return profile === undefined
    ? "BASELINE_CMD='<this version>' CMD='<with the change>' tailgate compare"
    : `BASELINE_PROFILE=${serviceProfile} SERVICE_PROFILE=${profile} tailgate compare`;
}
