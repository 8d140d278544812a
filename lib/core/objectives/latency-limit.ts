// The limit of an endpoint's latency that a run was held to: its own objective, or the guide's where it had none.

import type { Objectives } from "../recording.ts";
import { guideObjectives } from "./objective.ts";

/** @param key of the quantile, p95Ms or p99Ms */
export const latencyLimit = ({ criteria }: Objectives, endpoint: string, key: "p95Ms" | "p99Ms"): number =>
  criteria.find((c) => c.endpoint === endpoint && c.metric === key && (c.bound === "below" || c.bound === "at-most"))
    ?.limit ??
  guideObjectives.find((o) => o.metric === key)?.limit ??
  Number.POSITIVE_INFINITY;
