// A scenario as a value: a question over any service, with the load that answers it. Every problem of one is found when
// it is made.

import { didYouMean } from "../did-you-mean.ts";
import { isRecord } from "../json.ts";
import { type LoadOptions, parseLoadOptions } from "../load/load-options.ts";
import type { Mix } from "../load/mix.ts";
import { type LoadShape, shapeProblems } from "./scenario-load.ts";

/** The variables of a run (USERS, RATE, DURATION, …) stand above what is written here. */
export interface Scenario {
  /** What it finds out, in one line. */
  readonly question: string;
  readonly load: LoadShape;
  /** Concurrent users; unset: 10. */
  readonly users?: number;
  /** Requests a second instead, of a steady load. */
  readonly rate?: number;
  /** How requests at a rate are spaced; unset: even. */
  readonly arrivals?: LoadOptions["arrivals"];
  /** How long is measured, such as 60s or 2m. */
  readonly duration: string;
  /** How long the load runs before that; unset: not at all. */
  readonly warmup?: string;
  /** Mean pause of a user between two requests; unset: none. */
  readonly thinkTime?: string;
  /** Share of rows drawn by popularity, the others are unique where the service says how; unset: 0.5. */
  readonly repeatShare?: number;
  /** What is asked, such as `predict:8,health:1`, or chosen among the service's endpoints; unset: all, by their shares. */
  readonly mix?: string | ((endpoints: Mix) => Mix);
  /** What the service must meet, as OBJECTIVES says it. */
  readonly objectives: string;
}

const keys = [
  "question",
  "load",
  "users",
  "rate",
  "arrivals",
  "duration",
  "warmup",
  "thinkTime",
  "repeatShare",
  "mix",
  "objectives",
] as const;

/** Which variable says the same as a key. */
const variables = {
  users: "USERS",
  rate: "RATE",
  duration: "DURATION",
  warmup: "WARMUP",
  thinkTime: "THINK_TIME",
  repeatShare: "REPEAT_SHARE",
} as const;

const usual: LoadOptions = {
  users: 10,
  ratePerSec: undefined,
  arrivals: "even",
  durationMs: 60_000,
  warmupMs: 0,
  thinkMs: 0,
  seed: 1,
  repeatShare: 0.5,
  mix: [],
};

type Values = { readonly [Key in keyof typeof variables]?: unknown };

/** Read as the variables of a run are, so that nothing can be written here that could not be said there. */
function read(values: Values): ReturnType<typeof parseLoadOptions> {
  const env = Object.fromEntries(
    Object.entries(variables).map(([key, name]) => {
      const value: unknown = Reflect.get(values, key);
      return [name, value === undefined ? undefined : String(value)];
    }),
  );
  return parseLoadOptions(env, usual, []);
}

/** `USERS=0: must be …` as it is about a key. */
const aboutKey = (problem: string): string =>
  Object.entries(variables).reduce((text, [key, name]) => text.replace(new RegExp(`^${name}=`), `${key}: `), problem);

/** Every reason why `x` is no scenario; none when it is one. */
export function scenarioProblems(x: unknown): readonly string[] {
  if (!isRecord(x)) return ["a scenario is an object with question, load, duration and objectives"];
  const { question, arrivals, duration, mix, objectives } = x;
  const options = read(x);
  const problems: readonly (string | false)[] = [
    !(typeof question === "string" && question.trim() !== "") && "question must say in a line what is found out",
    !(arrivals === undefined || arrivals === "even" || arrivals === "poisson") && "arrivals must be even or poisson",
    duration === undefined && "duration must say how long is measured, such as 60s",
    !(mix === undefined || typeof mix === "string" || typeof mix === "function") &&
      "mix must be a text such as predict:8,health:1, or a function of the endpoints",
    !(typeof objectives === "string" && objectives.trim() !== "") &&
      "objectives must be a text such as requests>=1, failed<=0%, wrong<=0%, p95<200ms",
  ];
  const unknown = Object.keys(x).filter((key) => !keys.some((known) => known === key));
  return [
    ...unknown.map((key) => `there is no "${key}"${didYouMean(key, keys)}`),
    ...problems.filter((p) => p !== false),
    ...shapeProblems(x.load),
    ...(options.kind === "problems" ? options.problems.map(aboutKey) : []),
  ];
}

/** Whether a module's export is a scenario. */
export const isScenario = (x: unknown): x is Scenario => scenarioProblems(x).length === 0;

/** The scenario itself, checked. @throws TypeError that lists every problem */
export function defineScenario(scenario: Scenario): Scenario {
  const problems = scenarioProblems(scenario);
  if (problems.length > 0) throw new TypeError(`the scenario is wrong:\n  ${problems.join("\n  ")}`);
  return scenario;
}

/** What a scenario does where no variable says otherwise; what is asked comes with the service. */
export function optionsOf(scenario: Scenario): LoadOptions {
  const parsed = read(scenario);
  if (parsed.kind === "problems") throw new TypeError(parsed.problems.join("\n"));
  return { ...parsed.options, arrivals: scenario.arrivals ?? usual.arrivals };
}
