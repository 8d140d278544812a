// What a recording was made with, in words that can be compared and shown: everything that must be equal on both sides
// for a difference to be the service's.

import type { Load, Recording } from "../recording.ts";
import type { Fingerprint } from "./model.ts";

const amount = (users: number | null, ratePerSec: number | null): string =>
  [users === null ? [] : [`${users} users`], ratePerSec === null ? [] : [`${ratePerSec}/s`]].flat().join(", ");

const describeMix = (mix: Load["mix"]): string =>
  Object.entries(mix)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([endpoint, n]) => `${n} ${endpoint}`)
    .join(" : ");

/** closed, 10 users, think 400 ms, 6 predict : 2 health; open, 50/s; with stages: open (ramp: 10/s for 5 s; …). */
const describeLoad = (load: Load): string => {
  const stages = load.stages.map(
    (s) => `${s.name}: ${amount(s.users, s.ratePerSec)} for ${Math.round((s.toMs - s.fromMs) / 1000)} s`,
  );
  const level = amount(load.users, load.ratePerSec);
  const spacing = load.arrivals === "poisson" ? "Poisson arrivals" : "";
  const think = load.thinkMs === null ? "" : `think ${load.thinkMs} ms`;
  // A traced request is more work to a service than another.
  const traced = load.traced === true ? "traced" : "";
  const parts = [load.model, level, spacing, think, describeMix(load.mix), traced].filter((part) => part !== "");
  return `${parts.join(", ")}${stages.length === 0 ? "" : ` (${stages.join("; ")})`}`;
};

/** What decides which requests are sent, beside the seed. */
const sentBy = ({ payload, script }: Recording): string => {
  const corpus =
    payload === null ? [] : [`${payload.texts} rows, ${payload.corpusHash}, repeat share ${payload.repeatShare}`];
  const own = script === null ? [] : [`script ${script.name} ${script.hash}, options ${script.optionsHash}`];
  return [...corpus, ...own].join("; ");
};

export const fingerprintOf = (r: Recording): Fingerprint => ({
  schema: r.schema,
  scenario: r.scenario,
  scriptHash: r.suite.scriptHash,
  engine: r.fleet === undefined ? r.engine.name : `${r.engine.name}, a fleet of ${r.fleet.shards}`,
  load: describeLoad(r.load),
  seed: r.seed,
  payload: sentBy(r),
  warmupMs: r.warmupMs,
  durationMs: r.durationMs,
  hostId: r.host.id,
  host: `${r.host.cpuModel}, ${r.host.cores} cores, ${r.host.kernel}, node ${r.host.node}`,
});
