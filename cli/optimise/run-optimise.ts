// The whole of `tailgate optimise`: experiments in blocks, the claims compared, and the load points.

import { resolve } from "node:path";
import { comparePairs } from "../../lib/core/compare/pairs.ts";
import { formatDuration } from "../../lib/core/format.ts";
import { claimResult, pooledQuantileMs } from "../../lib/core/optimise/claim-result.ts";
import type { LoadPointResult, Optimised } from "../../lib/core/optimise/optimised.ts";
import { threadLimit } from "../../lib/core/optimise/thread-limit.ts";
import type { Recording } from "../../lib/core/recording.ts";
import type { World } from "../../lib/core/world.ts";
import { writeGoldenFile } from "../../lib/node/golden-file.ts";
import { measureParallelHeadroom } from "../../lib/node/parallel-headroom.ts";
import { findService } from "../../lib/node/service/find-service.ts";
import baseline from "../../scenarios/baseline.ts";
import { goldenRun } from "../measure/golden-run.ts";
import { planFor } from "../measure/plan-for.ts";
import { recordRun } from "../measure/record-run.ts";
import { resultsDir } from "../measure/results-dir.ts";
import { openTarget } from "../target/target.ts";
import { type Block, blockOrders, durationForRequests, measureBlock, pairsOf } from "./blocks.ts";
import { claims, type Experiment, experiments } from "./experiments.ts";
import { loadPoints } from "./safe-load.ts";

/** Fewest pairs with which each of four gated rows can be significant (docs/statistics.md). */
const BLOCKS = 8;
const ALPHA = 0.05;

/** What every experiment sends. */
const load = { name: "baseline", scenario: baseline, own: undefined };

/** The baseline's answers at rest, which every run of every profile is held against. */
async function goldenPath(world: World): Promise<string> {
  const target = await openTarget({ kind: "reference", profile: "baseline", slowdown: undefined }, world);
  try {
    const path = resolve(resultsDir(world), "optimise", "golden.json");
    await writeGoldenFile(path, await goldenRun(target, world));
    return path;
  } finally {
    await target.stop();
  }
}

/** A run's own progress would drown the experiment's. */
const quiet = (world: World, variables: Readonly<Record<string, string>>): World => ({
  ...world,
  env: { ...world.env, ...variables },
  stderr: { write: () => undefined, columns: undefined, colour: false },
});

async function record(
  world: World,
  variables: Readonly<Record<string, string>>,
  profile: string,
  label: string,
): Promise<Recording> {
  const own = quiet(world, variables);
  const spec = { kind: "reference", profile, slowdown: undefined } as const;
  const { recording } = await recordRun(own, planFor(load, own.env, await findService(own)), label, spec);
  return recording;
}

/** The experiment's load, long enough for its requests on this machine: one run of the slowest profile sets the pace. */
async function atThisPace(world: World, experiment: Experiment): Promise<Readonly<Record<string, string>>> {
  const { leastRequests, variables, profiles } = experiment;
  if (leastRequests === undefined) return variables;
  const [slowest = "baseline"] = profiles;
  const { endpoints } = await record(world, variables, slowest, `optimise-${experiment.name}-pace`);
  const ratePerSec = endpoints.reduce((sum, endpoint) => sum + endpoint.ratePerSec, 0);
  const plannedMs = planFor(load, { ...world.env, ...variables }, await findService(world)).options.durationMs;
  return { ...variables, DURATION: `${durationForRequests(leastRequests, ratePerSec, plannedMs)}ms` };
}

async function runExperiment(world: World, experiment: Experiment, seed: number): Promise<readonly Block[]> {
  const blocks: Block[] = [];
  const variables = await atThisPace(world, experiment);
  const orders = blockOrders(experiment.profiles, BLOCKS, seed);
  world.stderr.write(
    `${experiment.name}: ${experiment.describes}; ${experiment.profiles.join(", ")} in ${BLOCKS} blocks\n`,
  );
  for (const [i, order] of orders.entries()) {
    const started = world.monotonic();
    const measure = (profile: string): Promise<Recording> =>
      record(world, variables, profile, `optimise-${experiment.name}-${profile}`);
    const block = await measureBlock(order, measure, world.interrupted);
    if (block === undefined) return blocks;
    blocks.push(block);
    world.stderr.write(`  block ${i + 1} of ${BLOCKS} (${formatDuration(world.monotonic() - started)})\n`);
  }
  return blocks;
}

async function runLoadPoints(world: World): Promise<readonly LoadPointResult[]> {
  world.stderr.write("load points: the guide's mix, Poisson arrivals\n");
  return loadPoints(async (profile, variables) => {
    if (world.interrupted.aborted) return undefined;
    world.stderr.write(`  ${profile} at ${variables.RATE} requests/s\n`);
    const recording = await record(world, variables, profile, `optimise-load-${profile}`);
    return recording.partial ? undefined : recording;
  });
}

const mixedFigures = (experiment: Experiment, blocks: readonly Block[]): Optimised["mixed"] =>
  experiment.profiles.map((profile) => {
    const runs = blocks.flatMap((b) => b.runs.get(profile) ?? []);
    return {
      profile,
      singleP95Ms: pooledQuantileMs(runs, "predict", 0.95),
      healthP99Ms: pooledQuantileMs(runs, "health", 0.99),
    };
  });

/** Measures everything; after Ctrl-C, what is whole so far. @param seed of the order within blocks */
export async function runOptimise(world: World, seed: number): Promise<Optimised> {
  const headroom = await measureParallelHeadroom();
  const golden = { ...world, env: { ...world.env, GOLDEN: await goldenPath(world) } };
  const measured = new Map<string, readonly Block[]>();
  for (const experiment of experiments) {
    if (!world.interrupted.aborted) measured.set(experiment.name, await runExperiment(golden, experiment, seed));
  }
  const points = world.interrupted.aborted ? [] : await runLoadPoints(golden);
  const interrupted = world.interrupted.aborted;
  const design = {
    kind: "interleaved",
    seed,
    alpha: ALPHA,
    plannedLooks: [BLOCKS],
    looksTaken: 1,
    interrupted,
  } as const;
  const results = claims.flatMap((claim) => {
    const pairs = pairsOf(measured.get(claim.experiment) ?? [], claim.from, claim.to);
    return pairs.length === 0 ? [] : [claimResult(claim, comparePairs(pairs, design))];
  });
  const crowded = (measured.get("saturated") ?? []).flatMap((block) => [...block.runs.values()]);
  const mixed = experiments.find((e) => e.name === "mixed");
  return {
    claims: results,
    mixed: mixed === undefined ? [] : mixedFigures(mixed, measured.get(mixed.name) ?? []),
    loadPoints: points,
    threads: crowded.length === 0 ? null : threadLimit(headroom, crowded),
    interrupted,
    seed,
  };
}
