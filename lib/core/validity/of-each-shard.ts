// A rule about the load generator, asked of every generator of a fleet: the worst counts, and is named.

import type { FleetMember, FleetRecord, Reason } from "../recording.ts";
import type { MeasuredRun, ValidityRule } from "./rule.ts";

/** k6 spreads over all cores of its machine: what its neighbours of the fleet use there is not left for it. */
const cpuOnItsMachine = (fleet: FleetRecord, { machine }: FleetMember): number | null =>
  fleet.members
    .filter((m) => m.machine === machine)
    .reduce<number | null>(
      (sum, { generator: { cpuFraction } }) => (sum === null || cpuFraction === null ? null : sum + cpuFraction),
      0,
    );

const seenBy = (run: MeasuredRun, fleet: FleetRecord, member: FleetMember): MeasuredRun => ({
  ...run,
  host: { ...run.host, ...member.host },
  generator: {
    ...run.generator,
    ...member.generator,
    ...(run.engine.name === "k6" ? { cpuFraction: cpuOnItsMachine(fleet, member) } : {}),
  },
});

export const ofEachShard =
  (rule: ValidityRule): ValidityRule =>
  (run, context) => {
    const { fleet } = run;
    if (fleet === undefined) return rule(run, context);
    let worst: Reason | undefined;
    for (const member of fleet.members) {
      const reason = rule(seenBy(run, fleet, member), context);
      if (
        reason === undefined ||
        (worst !== undefined && (worst.severity === "invalid" || reason.severity === "suspect"))
      )
        continue;
      worst = { ...reason, finding: `shard ${member.shard} (${member.name}): ${reason.finding}` };
    }
    return worst;
  };
