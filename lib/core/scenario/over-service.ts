// A scenario over a service: what its load is and what must hold, as a plan that follows from the variables alone.

import type { LoadOptions } from "../load/load-options.ts";
import type { LoadPlan } from "../load/load-plan.ts";
import { endpointNames, type Mix, mixShares, parseMix } from "../load/mix.ts";
import { type Objective, TOTAL } from "../objectives/objective.ts";
import { readObjectives } from "../objectives/own-objectives.ts";
import type { Load, Stage } from "../recording.ts";
import { withDescribed } from "../service/described-objectives.ts";
import { loadEndpoints } from "../service/request-kinds.ts";
import type { Service } from "../service/service.ts";
import { optionsOf, type Scenario } from "./scenario.ts";
import type { Arriving, StageSpec } from "./scenario-load.ts";

/** Every scenario with its name; the file it is in gives it. */
export interface NamedScenario {
  readonly name: string;
  readonly scenario: Scenario;
}

export interface ScenarioOverService {
  /** What the service can be asked; a mix is some of it. */
  readonly endpoints: Mix;
  readonly defaults: LoadOptions;
  plan(options: LoadOptions): LoadPlan;
}

/** @throws TypeError that names what is wrong */
function mixOf({ mix }: Scenario, endpoints: Mix): Mix {
  if (mix === undefined) return endpoints;
  if (typeof mix === "string") {
    const read = parseMix(mix, endpoints);
    if (read !== undefined) return read;
    throw new TypeError(`mix: ${mix}: the service has ${endpointNames(endpoints).join(", ")}`);
  }
  const chosen = mix(endpoints);
  const isKnown = chosen.every(({ name, share }) => endpoints.some((e) => e.name === name) && Number.isInteger(share));
  if (chosen.length > 0 && isKnown) return chosen;
  throw new TypeError(`mix: chooses no endpoint of ${endpointNames(endpoints).join(", ")}, or none with a whole share`);
}

/** Those that are about what is asked. @throws TypeError that lists what is wrong */
function objectivesOf({ objectives }: Scenario, endpoints: Mix, asked: readonly string[]): readonly Objective[] {
  const read = readObjectives(objectives, { endpoints: endpointNames(endpoints) });
  if (read.kind === "problems") throw new TypeError(read.problems.map((p) => `objectives: ${p}`).join("\n  "));
  const names = new Set([TOTAL, ...asked]);
  return read.objectives.filter((o) => (o.endpoints ?? []).every((name) => names.has(name)));
}

const closed = ({ users, thinkMs, mix, trace }: LoadOptions, stages: readonly Stage[] = []): Load => ({
  model: "closed",
  users,
  ratePerSec: null,
  thinkMs,
  mix: mixShares(mix),
  ...(trace === true ? { traced: true } : {}),
  stages,
});

const open = ({ arrivals, mix, trace }: LoadOptions, ratePerSec: number): Load => ({
  model: "open",
  users: null,
  ratePerSec,
  ...(arrivals === "poisson" ? { arrivals } : {}),
  thinkMs: null,
  mix: mixShares(mix),
  ...(trace === true ? { traced: true } : {}),
  stages: [],
});

/** How long users take to arrive; the warm-up at most. */
const rampUpMs = ({ usersPerSec, warmupShare }: Arriving, { users, warmupMs }: LoadOptions): number => {
  const withinMs = warmupMs * (warmupShare ?? 1);
  if (usersPerSec !== undefined) return Math.min(withinMs, (users * 1000) / usersPerSec);
  return warmupShare === undefined ? 0 : withinMs;
};

const usersText = (users: number): string => `${users} users`;

/** One stage after another, from the end of the warm-up on. @throws TypeError for none */
function timedStages(specs: readonly (number | StageSpec)[], options: LoadOptions): readonly Stage[] {
  const all = specs.map((spec) => {
    const { name, users, share = 1 } = typeof spec === "number" ? { users: spec } : spec;
    return { name, users: Math.max(1, Math.round(users)), share };
  });
  const whole = all.reduce((sum, { share }) => sum + share, 0);
  if (!(whole > 0) || all.some(({ users, share }) => !Number.isFinite(users) || !(share > 0)))
    throw new TypeError("stages: must be one at least, each with users and a share above 0");
  const names = all.map(({ name, users }) => name ?? usersText(users));
  let fromMs = options.warmupMs;
  return all.map(({ users, share }, i) => {
    const toMs = fromMs + (options.durationMs * share) / whole;
    const own = names[i] ?? usersText(users);
    // Few users give stages of equal size, and results are told apart by name.
    const name = names.indexOf(own) === i ? own : `${own} (stage ${i + 1})`;
    const stage = { name, users, ratePerSec: null, fromMs, toMs };
    fromMs = toMs;
    return stage;
  });
}

type Shaped = Pick<LoadPlan, "options" | "load" | "rampUpMs" | "iterations">;

function shaped({ load }: Scenario, defaults: LoadOptions, options: LoadOptions): Shaped {
  if (load.shape === "steady") {
    const { ratePerSec } = options;
    return {
      options,
      load: ratePerSec === undefined ? closed(options) : open(options, ratePerSec),
      rampUpMs: rampUpMs(load.arriving, options),
      iterations: null,
    };
  }
  if (load.shape === "stages") {
    const users = { ...options, ratePerSec: undefined };
    const stages = timedStages(load.stagesOf(options.users), options);
    return { options: users, load: closed(users, stages), rampUpMs: 0, iterations: null };
  }
  const mix = defaults.mix.map((e) => ({ ...e, share: 1 }));
  const counted = { ...options, ratePerSec: undefined, warmupMs: 0, mix };
  return { options: counted, load: closed(counted), rampUpMs: 0, iterations: load.times * mix.length };
}

/** @throws TypeError when the scenario names what the service does not have */
export function overService({ name, scenario }: NamedScenario, service: Service<unknown>): ScenarioOverService {
  const endpoints = loadEndpoints(service);
  const defaults = { ...optionsOf(scenario), mix: mixOf(scenario, endpoints) };
  const plan = (options: LoadOptions): LoadPlan => {
    const load = shaped(scenario, defaults, options);
    const { mix } = load.options;
    const asked = endpointNames(mix);
    const objectives = withDescribed(objectivesOf(scenario, endpoints, asked), service, asked);
    return { scenario: name, question: scenario.question, ...load, mix, objectives };
  };
  // What is wrong with it is said now, not when its load begins.
  plan(defaults);
  return { endpoints, defaults, plan };
}
