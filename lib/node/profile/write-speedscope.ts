// Writes the speedscope file format (https://www.speedscope.app/file-format-schema.json), sampled, one entry a stack,
// so that the left-heavy and sandwich views are exact. Its time-order view is not: the model has no order.

import type { TreeProfile } from "../../core/profile/profile.ts";
import { FACTS_KEY, factsOf } from "../../core/profile/profile-facts.ts";

/** The profile as speedscope JSON text; times in microseconds. */
export function writeSpeedscope(profile: TreeProfile, name: string): string {
  const stacks: (readonly number[])[] = [];
  for (const node of profile.calls.nodes) stacks.push([...(stacks[node.parent] ?? []), node.fn]);
  const entries = profile.calls.nodes
    .map((node, index) => ({ stack: stacks[index], ...node }))
    .filter((entry) => entry.selfUs > 0 || entry.samples > 0);
  const frames = profile.functions.map((fn) => ({
    name: fn.name,
    ...(fn.file === "" ? {} : { file: fn.file }),
    ...(fn.line === null ? {} : { line: fn.line }),
    ...(fn.column === null ? {} : { col: fn.column }),
  }));
  return JSON.stringify({
    $schema: "https://www.speedscope.app/file-format-schema.json",
    exporter: "tailgate",
    name,
    activeProfileIndex: 0,
    shared: { frames },
    profiles: [
      {
        type: "sampled",
        name,
        unit: "microseconds",
        startValue: 0,
        endValue: entries.reduce((sum, entry) => sum + entry.selfUs, 0),
        samples: entries.map((entry) => entry.stack),
        weights: entries.map((entry) => entry.selfUs),
      },
    ],
    [FACTS_KEY]: {
      ...factsOf(profile),
      sampleCounts: profile.sampleCount === null ? null : entries.map((entry) => entry.samples),
    },
  });
}
