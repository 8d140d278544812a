// "Connection reset by peer": three causes that look alike in a log and differ in when it happens: with a restart,
// above a load, or after a pause.

import { formatCount, formatRate } from "../format.ts";
import type { MeasuredRun } from "../validity/rule.ts";
import type { Diagnosis, DiagnosisRule } from "./diagnosis.ts";
import { type LoadLevel, loadLevels } from "./load-levels.ts";
import { certainlyAbove, type Group } from "./shares-apart.ts";

/** What never was a connection: nobody listened, nobody answered, there is no such host. Nothing broke there. */
const NEVER_CONNECTED = new Set(["connection-refused", "connection-timeout", "connection-failed"]);

/** Kinds of `lib/core/error-kind.ts` that mean the connection broke; k6 numbers network errors 1000 to 1299. */
const isReset = (kind: string): boolean => !NEVER_CONNECTED.has(kind) && /^(connection-|error-1[0-2]\d\d$)/.test(kind);

/** Node's servers close a connection that was idle for 5 s; a pause near it races with the next request. */
const NODE_KEEP_ALIVE_S = 5;

const resetsOf = (run: MeasuredRun): number =>
  run.endpoints.reduce(
    (sum, e) => sum + Object.entries(e.errors).reduce((s, [kind, n]) => s + (isReset(kind) ? n : 0), 0),
    0,
  );

/** Mean time a user's connection lies idle between two requests, in seconds (Little's law); null for open loads. */
const idleGap = (level: LoadLevel): number | null =>
  level.users === null || level.ratePerSec === 0 ? null : level.users / level.ratePerSec - level.meanMs / 1000;

const asGroup = (l: LoadLevel): Group => ({ name: formatRate(l.ratePerSec), count: l.count, failed: l.failed });

type Pattern = "restart" | "above-a-load" | "after-a-pause" | "any-time";

const pattern = (runs: readonly MeasuredRun[], levels: readonly LoadLevel[]): Pattern => {
  if (runs.some((run) => (run.service?.restarts ?? 0) > 0)) return "restart";
  const byRate = [...levels].sort((a, b) => a.ratePerSec - b.ratePerSec);
  const [slowest, fastest] = [byRate[0], byRate.at(-1)];
  const [calm, crowded] = [levels[0], levels.at(-1)];
  if (calm && crowded && calm !== crowded && certainlyAbove(asGroup(crowded), asGroup(calm))) return "above-a-load";
  if (slowest && fastest && slowest !== fastest && certainlyAbove(asGroup(slowest), asGroup(fastest)))
    return "after-a-pause";
  const gaps = levels.flatMap((l) => (l.failed > 0 ? (idleGap(l) ?? []) : []));
  return gaps.some((gap) => Math.abs(gap - NODE_KEEP_ALIVE_S) < 2) ? "after-a-pause" : "any-time";
};

const told: Readonly<Record<Pattern, Pick<Diagnosis, "cause" | "rival" | "nextExperiment">>> = {
  restart: {
    cause: "The service crashed and was started again: open connections broke with it.",
    rival: "It was redeployed during the run.",
    nextExperiment: "Read the service's log and exit status at that time; look at its memory just before.",
  },
  "above-a-load": {
    cause: "The service cannot take as many concurrent requests: its accept backlog or a connection limit is full.",
    rival: "A proxy in between limits connections.",
    nextExperiment:
      "Try tailgate capacity against the service directly: the load at which the first reset appears is the limit.",
  },
  "after-a-pause": {
    cause:
      "A keep-alive race: the service closes connections that were idle for a while just as the next request is sent.",
    rival: "A load balancer with a shorter idle timeout closes them.",
    nextExperiment:
      "Run with THINK_TIME well below and at the keep-alive timeout; raise the timeout above the clients' longest pause.",
  },
  "any-time": {
    cause: "The service cannot handle concurrent requests: it drops connections instead of queueing them.",
    rival: "A proxy or the network between generator and service breaks connections.",
    nextExperiment:
      "Try tailgate run concurrency, once directly and once through whatever is in between, and see at which load resets begin.",
  },
};

/** Connections of a service that went away break with it: more were refused afterwards than had broken. */
const wentAway = (run: MeasuredRun): boolean =>
  run.endpoints.reduce((sum, e) => sum + (e.errors["connection-refused"] ?? 0), 0) > resetsOf(run);

export const connectionResets: DiagnosisRule = (all) => {
  const runs = all.filter((run) => !wentAway(run));
  const resets = runs.reduce((sum, run) => sum + resetsOf(run), 0);
  if (resets === 0) return undefined;
  const levels = loadLevels(runs);
  const when = pattern(runs, levels);
  const where = levels
    .map((l) => `${formatCount(l.failed)} of ${formatCount(l.count)} failed at ${formatRate(l.ratePerSec)} requests/s`)
    .join("; ");
  return {
    rule: `connection-resets-${when}`,
    kind: "fault",
    symptom: "Connection reset by peer",
    evidence: `${formatCount(resets)} connections broke${where === "" ? "" : ` (${where})`}`,
    ...told[when],
  };
};
