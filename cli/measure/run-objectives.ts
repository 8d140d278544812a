// What a run is judged by: the objectives of its plan, and the thresholds of its script.

import { type Judgeable, judgeObjectives, objectivesOf } from "../../lib/core/objectives/judge.ts";
import { withOwn } from "../../lib/core/objectives/own-objectives.ts";
import type { Objectives } from "../../lib/core/recording.ts";
import type { ScriptWatch } from "../script/script-watch.ts";
import type { RunPlan } from "./measure-request.ts";

export function runObjectives(plan: RunPlan, run: Judgeable, script: ScriptWatch | undefined): Objectives {
  if (script === undefined) return judgeObjectives(run, plan.objectives);
  // Which endpoints a script has is known once it has asked them.
  const names = run.endpoints.map(({ name }) => name);
  const { criteria } = judgeObjectives(run, withOwn([], plan.objectives, names));
  return objectivesOf([...criteria, ...script.judge(run.durationMs)]);
}
