// Follows a TestRun from its creation to its end, or to a deadline: the operator itself waits for ever for an image that
// cannot be pulled.

import { formatDuration } from "../../lib/core/format.ts";
import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
import { type Collecting, listPods } from "./collect.ts";
import { stageOf } from "./pods.ts";

/** At first soon, for what is refused at once; then less and less often, for the cluster's sake. */
const POLL_MS = { first: 1000, factor: 1.5, most: 15_000 } as const;
/** After which the operator does nothing more. */
const OVER = new Set(["finished", "error"]);

const plainStage: Readonly<Record<string, string>> = {
  "": "waiting for the operator",
  initialization: "being prepared",
  initialized: "prepared",
  created: "waiting for its pods",
  started: "running",
  stopped: "stopped",
  finished: "finished",
  error: "refused by the operator (its own log says why)",
};

/** @returns the last stage; `undefined` when it was not over by the deadline */
export async function followTestRun(
  world: World,
  { kubectl, name, shards }: Pick<Collecting, "kubectl" | "name" | "shards">,
  deadlineMs: number,
): Promise<string | undefined> {
  const from = world.monotonic();
  let said = "";
  let pauseMs: number = POLL_MS.first;
  while (!world.interrupted.aborted) {
    const stage = stageOf(await kubectl.get(["testruns.k6.io", name]));
    const troubles = OVER.has(stage)
      ? []
      : (await listPods({ kubectl, name })).flatMap((p) =>
          p.trouble === undefined ? [] : [`shard ${p.shard}: ${p.trouble}`],
        );
    const line = [`${name} (${shards} shards): ${plainStage[stage] ?? stage}`, ...troubles].join("\n  ");
    if (line !== said) world.stderr.write(`${line}\n`);
    said = line;
    if (OVER.has(stage)) return stage;
    const elapsedMs = world.monotonic() - from;
    if (elapsedMs > deadlineMs) {
      world.stderr.write(`not over after ${formatDuration(elapsedMs)}: collecting what there is\n`);
      return undefined;
    }
    await world.sleep(ms(pauseMs), world.interrupted);
    pauseMs = Math.min(POLL_MS.most, pauseMs * POLL_MS.factor);
  }
  return undefined;
}
