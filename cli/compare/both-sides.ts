// An instance of each side, both running at once.

import type { World } from "../../lib/core/world.ts";
import { type DescribedTarget, openTarget, type TargetSpec } from "../target/target.ts";

export interface BothSides {
  readonly a: TargetSpec;
  readonly b: TargetSpec;
}

/** Both ready, or neither left running. @throws CliError */
export async function openBoth({ a, b }: BothSides, world: World): Promise<[DescribedTarget, DescribedTarget]> {
  const opened = await Promise.allSettled([openTarget(a, world), openTarget(b, world)]);
  const [sideA, sideB] = opened;
  if (sideA.status === "fulfilled" && sideB.status === "fulfilled") return [sideA.value, sideB.value];
  for (const side of opened) if (side.status === "fulfilled") await side.value.stop();
  throw opened.find((side) => side.status === "rejected")?.reason;
}
