// Scenarios: the six executors' fields with k6's defaults and rules. Validates all of them; runs nothing.

import { isRecord } from "../../lib/core/json.ts";
import { type Millis, ms } from "../../lib/core/units.ts";
import { FieldReader, type Problems } from "./field-reader.ts";

export interface Stage {
  readonly durationMs: Millis;
  readonly target: number;
}

interface Common {
  readonly name: string;
  readonly startTimeMs: Millis;
  readonly gracefulStopMs: Millis;
  /** The exported function to run. */
  readonly exec: string;
  readonly env: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface IterationsScenario extends Common {
  readonly executor: "shared-iterations" | "per-vu-iterations";
  readonly vus: number;
  /** Of all VUs together, or of each. */
  readonly iterations: number;
  readonly maxDurationMs: Millis;
}

export interface ConstantVusScenario extends Common {
  readonly executor: "constant-vus";
  readonly vus: number;
  readonly durationMs: Millis;
}

export interface RampingVusScenario extends Common {
  readonly executor: "ramping-vus";
  readonly startVus: number;
  readonly stages: readonly Stage[];
  readonly gracefulRampDownMs: Millis;
}

interface ArrivalRate extends Common {
  /** A rate counts iterations per this much time. */
  readonly timeUnitMs: Millis;
  readonly preAllocatedVus: number;
  readonly maxVus: number;
}

export interface ConstantRateScenario extends ArrivalRate {
  readonly executor: "constant-arrival-rate";
  readonly rate: number;
  readonly durationMs: Millis;
}

export interface RampingRateScenario extends ArrivalRate {
  readonly executor: "ramping-arrival-rate";
  readonly startRate: number;
  readonly stages: readonly Stage[];
}

export type ArrivalRateScenario = ConstantRateScenario | RampingRateScenario;
export type Scenario = IterationsScenario | ConstantVusScenario | RampingVusScenario | ArrivalRateScenario;
export type ExecutorName = Scenario["executor"];

const GRACEFUL_STOP = ms(30_000);
const MAX_DURATION = ms(600_000);
const SHORTEST = 1000;

const stagesOf = (fields: FieldReader, problems: Problems, where: string): readonly Stage[] => {
  const list = fields.list("stages") ?? [];
  if (list.length === 0) fields.problem("at least one stage has to be specified");
  return list.map((item, i) => {
    const at = `${where}: stage ${i + 1}`;
    const stage = new FieldReader(isRecord(item) ? item : {}, at, problems);
    const durationMs = stage.duration("duration", undefined);
    const target = stage.integer("target", undefined);
    if (!stage.has("duration")) stage.problem("the duration is unspecified");
    if (!stage.has("target")) stage.problem("the target is unspecified");
    for (const name of stage.unknown()) stage.problem(`unknown field '${name}'`);
    return { durationMs: durationMs ?? ms(0), target: target ?? 0 };
  });
};

const durationOf = (fields: FieldReader): Millis => {
  if (!fields.has("duration")) fields.problem("the duration is unspecified");
  return fields.duration("duration", ms(0), SHORTEST);
};

const arrivals = (fields: FieldReader): Omit<ArrivalRate, keyof Common> => {
  const timeUnitMs = fields.duration("timeUnit", ms(1000));
  if (timeUnitMs <= 0) fields.problem("the timeUnit must be more than 0");
  if (!fields.has("preAllocatedVUs")) fields.problem("the number of preAllocatedVUs isn't specified");
  const preAllocatedVus = fields.integer("preAllocatedVUs", 0);
  const maxVus = fields.integer("maxVUs", preAllocatedVus);
  if (maxVus < preAllocatedVus) fields.problem("maxVUs can't be less than preAllocatedVUs");
  if (maxVus === 0 && fields.has("preAllocatedVUs")) fields.problem("maxVUs must be more than 0");
  return { timeUnitMs, preAllocatedVus, maxVus };
};

type Reader = (fields: FieldReader, common: Common, problems: Problems, where: string) => Scenario;

const iterations =
  (executor: "shared-iterations" | "per-vu-iterations"): Reader =>
  (fields, common) => {
    const vus = fields.integer("vus", 1, 1);
    const count = fields.integer("iterations", 1, 1);
    if (executor === "shared-iterations" && count < vus) {
      fields.problem(`the number of iterations (${count}) can't be less than the number of VUs (${vus})`);
    }
    const maxDurationMs = fields.duration("maxDuration", MAX_DURATION, SHORTEST);
    return { ...common, executor, vus, iterations: count, maxDurationMs };
  };

const readers: Readonly<Record<ExecutorName, Reader>> = {
  "shared-iterations": iterations("shared-iterations"),
  "per-vu-iterations": iterations("per-vu-iterations"),
  "constant-vus": (fields, common) => ({
    ...common,
    executor: "constant-vus",
    vus: fields.integer("vus", 1, 1),
    durationMs: durationOf(fields),
  }),
  "ramping-vus": (fields, common, problems, where) => {
    const startVus = fields.integer("startVUs", 1);
    const stages = stagesOf(fields, problems, where);
    if (stages.length > 0 && Math.max(startVus, ...stages.map((s) => s.target)) === 0) {
      fields.problem("either startVUs or one of the stages' target must be more than 0");
    }
    const gracefulRampDownMs = fields.duration("gracefulRampDown", ms(30_000));
    return { ...common, executor: "ramping-vus", startVus, stages, gracefulRampDownMs };
  },
  "constant-arrival-rate": (fields, common) => {
    if (!fields.has("rate")) fields.problem("the iteration rate isn't specified");
    const rate = fields.integer("rate", 1, 1);
    const durationMs = durationOf(fields);
    return { ...common, executor: "constant-arrival-rate", rate, durationMs, ...arrivals(fields) };
  },
  "ramping-arrival-rate": (fields, common, problems, where) => {
    const startRate = fields.integer("startRate", 0);
    const stages = stagesOf(fields, problems, where);
    return { ...common, executor: "ramping-arrival-rate", startRate, stages, ...arrivals(fields) };
  },
};

const isExecutor = (name: string): name is ExecutorName => Object.hasOwn(readers, name);

/** Executors that do not exist are wrong even in scenarios that flags replace, as in k6. */
export const unknownExecutors = (scenarios: unknown): readonly string[] =>
  Object.entries(isRecord(scenarios) ? scenarios : {}).flatMap(([name, scenario]) => {
    const executor = isRecord(scenario) ? scenario.executor : undefined;
    return typeof executor === "string" && !isExecutor(executor)
      ? [`scenario ${name}: unknown executor type '${executor}'`]
      : [];
  });

/** One scenario, checked; undefined when its executor is unknown. Problems say which scenario they are of. */
export function readScenario(name: string, source: unknown, problems: Problems): Scenario | undefined {
  const where = `scenario ${name}`;
  if (!isRecord(source)) {
    problems.push(`${where}: must be an object`);
    return undefined;
  }
  const fields = new FieldReader(source, where, problems);
  if (!/^[0-9a-zA-Z_-]+$/.test(name)) {
    fields.problem("the scenario name should contain only numbers, latin letters, underscores, and dashes");
  }
  const executor = fields.string("executor", undefined);
  if (executor === undefined || !isExecutor(executor)) {
    fields.problem(executor === undefined ? "the executor isn't specified" : `unknown executor type '${executor}'`);
    return undefined;
  }
  if (fields.raw("options") !== undefined)
    fields.problem("'options' (browser, load zones) is not supported; run with k6");
  const common: Common = {
    name,
    startTimeMs: fields.duration("startTime", ms(0)),
    gracefulStopMs: fields.duration("gracefulStop", GRACEFUL_STOP),
    exec: fields.string("exec", "default"),
    env: fields.texts("env"),
    tags: fields.texts("tags"),
  };
  const scenario = readers[executor](fields, common, problems, where);
  for (const unknown of fields.unknown()) fields.problem(`unknown field '${unknown}'`);
  return scenario;
}
