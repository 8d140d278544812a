// The shapes a scenario's load can have, each a value: steady, in stages of users, or each endpoint a few times. What is
// put into them (users, time, mix) is the scenario's, or whoever runs it says so by the variables.

/** A stage of a load: so many users, for its part of DURATION. */
export interface StageSpec {
  /** What it is called in reports; unset: `13 users`. */
  readonly name?: string;
  /** Rounded, and 1 at the least. */
  readonly users: number;
  /** Its length in relation to the others'; unset: 1. */
  readonly share?: number;
}

/** How users (or requests, at a RATE) come at the start of a steady load; unset: all at once. */
export interface Arriving {
  /** Users a second, until all have come; all within the warm-up. */
  readonly usersPerSec?: number;
  /** Evenly over this share of the warm-up. */
  readonly warmupShare?: number;
}

export type LoadShape =
  | { readonly shape: "steady"; readonly arriving: Arriving }
  | { readonly shape: "stages"; readonly stagesOf: (users: number) => readonly (number | StageSpec)[] }
  | { readonly shape: "each"; readonly times: number };

/** One load from the warm-up to the end: USERS who wait for their answers, or a RATE of requests. */
export const steady = (arriving: Arriving = {}): LoadShape => ({ shape: "steady", arriving });

/**
 * One stage of users after another, each judged by itself too.
 * @param stagesOf the stages for USERS; a number is a stage of so many users
 */
export const stages = (stagesOf: (users: number) => readonly (number | StageSpec)[]): LoadShape => ({
  shape: "stages",
  stagesOf,
});

/** Each endpoint so many times, without a warm-up: it ends by count, and asks nothing of speed. */
export const each = (times: number): LoadShape => ({ shape: "each", times });

const positive = (x: unknown): boolean => x === undefined || (typeof x === "number" && x > 0);

/** What is wrong with a shape, a line each. */
export function shapeProblems(x: unknown): readonly string[] {
  if (typeof x !== "object" || x === null || !("shape" in x)) {
    return ["load must be steady(), stages(…) or each(…)"];
  }
  const { shape }: { shape: unknown } = x;
  if (shape === "each") {
    const times = "times" in x ? x.times : undefined;
    return typeof times === "number" && Number.isInteger(times) && times > 0
      ? []
      : ["each(…) takes a whole number from 1"];
  }
  if (shape === "stages") {
    return "stagesOf" in x && typeof x.stagesOf === "function" ? [] : ["stages(…) takes a function of the users"];
  }
  if (shape !== "steady") return ["load must be steady(), stages(…) or each(…)"];
  const arriving: unknown = "arriving" in x ? x.arriving : undefined;
  const { usersPerSec, warmupShare }: { usersPerSec?: unknown; warmupShare?: unknown } =
    typeof arriving === "object" && arriving !== null ? arriving : {};
  const isShare = positive(warmupShare) && (typeof warmupShare !== "number" || warmupShare <= 1);
  return [
    ...(positive(usersPerSec) ? [] : ["steady(…): usersPerSec must be above 0"]),
    ...(isShare ? [] : ["steady(…): warmupShare must be above 0 and at most 1"]),
  ];
}
