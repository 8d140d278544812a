// The suite's scenarios, by name: what each asks, with which mix, stages and defaults.

import { guideObjectives } from "../objectives/objective.ts";
import type { Load, Stage } from "../recording.ts";
import { withDescribed } from "../service/described-objectives.ts";
import { referenceService } from "../service/reference.ts";
import { loadEndpoints } from "../service/request-kinds.ts";
import type { Service } from "../service/service.ts";
import type { LoadOptions } from "./load-options.ts";
import type { LoadPlan } from "./load-plan.ts";
import { endpointNames, type Mix, mixShares } from "./mix.ts";

const eachOnce = (endpoints: Mix): Mix => endpoints.map((e) => ({ ...e, share: 1 }));

/** Eight requests of the fewest rows to one of the next size and two health checks. */
function mostlySmall(endpoints: Mix): Mix {
  const [small, next] = endpoints.filter((e) => e.role === "inference").sort((a, b) => (a.rows ?? 0) - (b.rows ?? 0));
  return endpoints.flatMap((e) => {
    const share = e === small ? 8 : e === next ? 1 : e.role === "health" ? 2 : undefined;
    return share === undefined ? [] : [{ ...e, share }];
  });
}

/** The guide's spawn rate: users a second while a run starts. */
const SPAWN_PER_SEC = 2;

/** How many times the users of before a spike has. */
const SPIKE_FACTOR = 5;

interface Scenario {
  /** What the service can be asked; a mix is some of it. */
  readonly endpoints: Mix;
  readonly defaults: LoadOptions;
  plan(options: LoadOptions): LoadPlan;
}

const steady = (mix: Mix): LoadOptions => ({
  users: 10,
  ratePerSec: undefined,
  arrivals: "even",
  durationMs: 60_000,
  warmupMs: 10_000,
  thinkMs: 400,
  seed: 1,
  repeatShare: 0.5,
  mix,
});

const closed = ({ users, thinkMs, mix }: LoadOptions, stages: readonly Stage[] = []): Load => ({
  model: "closed",
  users,
  ratePerSec: null,
  thinkMs,
  mix: mixShares(mix),
  stages,
});

const open = ({ arrivals, mix }: LoadOptions, ratePerSec: number): Load => ({
  model: "open",
  users: null,
  ratePerSec,
  ...(arrivals === "poisson" ? { arrivals } : {}),
  thinkMs: null,
  mix: mixShares(mix),
  stages: [],
});

const closedOrOpen = (o: LoadOptions): Load => (o.ratePerSec === undefined ? closed(o) : open(o, o.ratePerSec));

/**
 * Four stages of rising users, each as long as the others: one user, who shows what a request takes when nothing
 * waits, then a third, two thirds and all of USERS.
 */
const risingStages = (o: LoadOptions): readonly Stage[] => {
  const lengthMs = o.durationMs / 4;
  const sizes = [0, 1, 2, 3].map((i) => Math.max(1, Math.round((o.users * i) / 3)));
  return sizes.map((users, i) => {
    const fromMs = o.warmupMs + i * lengthMs;
    // Few users give stages of equal size, and results are told apart by name.
    const name = sizes.indexOf(users) === i ? `${users} users` : `${users} users (stage ${i + 1})`;
    return { name, users, ratePerSec: null, fromMs, toMs: fromMs + lengthMs };
  });
};

/** Before, during and after an overload: three equal parts, the middle one with five times the users. */
const spikeStages = (o: LoadOptions): readonly Stage[] => {
  const lengthMs = o.durationMs / 3;
  return [
    { name: "before", users: o.users },
    { name: "spike", users: o.users * SPIKE_FACTOR },
    { name: "after", users: o.users },
  ].map((s, i) => {
    const fromMs = o.warmupMs + i * lengthMs;
    return { ...s, ratePerSec: null, fromMs, toMs: fromMs + lengthMs };
  });
};

/** How long the users take to arrive; the warm-up at most. */
const spawnMs = ({ users, warmupMs }: LoadOptions): number => Math.min(warmupMs, (users * 1000) / SPAWN_PER_SEC);

/** One load from the warm-up to the end. */
const steadyPlan = (scenario: string, question: string, options: LoadOptions, rampUpMs: number): LoadPlan => ({
  scenario,
  question,
  options,
  mix: options.mix,
  load: closedOrOpen(options),
  rampUpMs,
  iterations: null,
  objectives: guideObjectives,
});

/** The suite's questions, over a service with these endpoints. @param workloads what its mix is called */
function questionsFor(endpoints: Mix, workloads: string): Readonly<Record<string, Scenario>> {
  const defaults = steady(endpoints);
  return {
    smoke: {
      endpoints,
      defaults: { ...defaults, users: 1, durationMs: 10_000, warmupMs: 0, thinkMs: 0, repeatShare: 1 },
      plan: (options) => ({
        scenario: "smoke",
        question: "Does every endpoint answer rightly?",
        options: { ...options, ratePerSec: undefined, warmupMs: 0, mix: eachOnce(endpoints) },
        mix: eachOnce(endpoints),
        load: closed({ ...options, mix: eachOnce(endpoints) }),
        rampUpMs: 0,
        // Each endpoint three times.
        iterations: 3 * endpoints.length,
        // Three requests tell nothing about a tail.
        objectives: guideObjectives.filter((o) => o.metric !== "p95Ms" && o.metric !== "p99Ms"),
      }),
    },
    baseline: {
      endpoints,
      defaults,
      plan: (options) => steadyPlan("baseline", `What do ${workloads} cost side by side?`, options, spawnMs(options)),
    },
    concurrency: {
      endpoints,
      defaults: {
        ...defaults,
        users: 40,
        durationMs: 80_000,
        warmupMs: 5_000,
        thinkMs: 100,
        mix: mostlySmall(endpoints),
      },
      plan: (options) => ({
        scenario: "concurrency",
        question: "How does latency grow with the number of users?",
        options: { ...options, ratePerSec: undefined },
        mix: options.mix,
        load: closed(options, risingStages(options)),
        rampUpMs: 0,
        iterations: null,
        objectives: guideObjectives,
      }),
    },
    capacity: {
      endpoints,
      defaults: { ...defaults, arrivals: "poisson", durationMs: 30_000, warmupMs: 3_000 },
      plan: (options) => steadyPlan("capacity", "Is this load safe?", options, options.warmupMs / 2),
    },
    spike: {
      endpoints,
      defaults: { ...defaults, durationMs: 90_000, warmupMs: 5_000 },
      plan: (options) => ({
        scenario: "spike",
        question: "How long does the service take to recover from an overload?",
        options: { ...options, ratePerSec: undefined },
        mix: options.mix,
        load: closed(options, spikeStages(options)),
        rampUpMs: 0,
        iterations: null,
        // The overload may be slow: how long its slowness lasts is judged on its own.
        objectives: guideObjectives.filter((o) => o.metric !== "p95Ms" && o.metric !== "p99Ms"),
      }),
    },
    soak: {
      endpoints,
      defaults: { ...defaults, durationMs: 1_800_000, warmupMs: 30_000 },
      plan: (options) =>
        steadyPlan("soak", "Does anything drift or grow under a steady load?", options, spawnMs(options)),
    },
  };
}

/** The suite's questions over a service, judged by what its description demands too. */
export function scenariosFor(service: Service<unknown>): Readonly<Record<string, Scenario>> {
  const workloads = service === referenceService ? "the guide's workloads" : "the service's endpoints";
  return Object.fromEntries(
    Object.entries(questionsFor(loadEndpoints(service), workloads)).map(([name, scenario]) => [
      name,
      {
        ...scenario,
        plan: (options) => {
          const plan = scenario.plan(options);
          return { ...plan, objectives: withDescribed(plan.objectives, service, endpointNames(plan.mix)) };
        },
      } satisfies Scenario,
    ]),
  );
}

/** Over the reference contract. */
export const scenarios = scenariosFor(referenceService);
