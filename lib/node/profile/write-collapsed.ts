// Writes collapsed stacks with microseconds as weights. Sample counts have no place in the format and are left out.

import type { TreeProfile } from "../../core/profile/profile.ts";
import { factsOf } from "../../core/profile/profile-facts.ts";
import { formatFrame } from "./collapsed-frame.ts";

/** The profile as text, one line a stack; a first line that other tools skip holds what is known besides. */
export function writeCollapsed(profile: TreeProfile): string {
  const paths: string[] = [];
  const lines: string[] = [];
  for (const node of profile.calls.nodes) {
    const fn = profile.functions[node.fn];
    const above = paths[node.parent];
    const frame = fn === undefined ? "" : formatFrame(fn);
    const path = above === undefined ? frame : `${above};${frame}`;
    paths.push(path);
    if (node.selfUs > 0) lines.push(`${path} ${node.selfUs}`);
  }
  return `# ${JSON.stringify(factsOf(profile))} #\n${lines.join("\n")}\n`;
}
