// Several processes on this machine as one engine: each runs its segment of the load, all start together, and what they
// leave is merged. Whatever runs an engine so runs a fleet.

import { createServer } from "node:net";
import { CliError, exit } from "../../lib/core/exit.ts";
import { mergeShards } from "../../lib/core/fleet/merge.ts";
import { placeOf, type Shard } from "../../lib/core/fleet/shard.ts";
import { metric } from "../../lib/core/metric-sample.ts";
import { writeHeaders } from "../../lib/core/request-headers.ts";
import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
import type { Engine, EngineOutcome, EngineRun } from "./engine.ts";
import { ShardProcess } from "./shard-process.ts";

/** How long processes may take until all wait for their start: k6 needs about a millisecond a user. */
const START_MS = 120_000;
/** From being asked to end to being made to. */
const LAST_WORDS_MS = 40_000;
const MOST_SHARDS = 256;

/** FLEET; undefined for one process. @throws CliError */
export function fleetSize(env: World["env"]): number | undefined {
  const text = env.FLEET || undefined;
  if (text === undefined || text === "1") return undefined;
  const shards = Number(text);
  if (Number.isInteger(shards) && shards >= 2 && shards <= MOST_SHARDS) return shards;
  throw new CliError(`FLEET=${text}: must be a whole number of processes, from 1 to ${MOST_SHARDS}`);
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(0, "127.0.0.1", resolve);
      });
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** What every process is told: the run's own variables, and nothing that names another service or another fleet. */
const environment = (run: EngineRun, engine: Engine): Record<string, string | undefined> => ({
  ...run.world.env,
  ...run.env,
  ...(run.foreign === undefined ? {} : { ...run.foreign.variables, FLEET_SCRIPT: "1" }),
  HEADERS: writeHeaders(run.headers),
  ENGINE: engine.name,
  FLEET: undefined,
  FLEET_WATCH: "0",
  CMD: undefined,
  DASHBOARD: undefined,
});

/** Ends all processes when one of them is lost: what the others go on sending is no run of the load any more. */
class LocalFleet {
  readonly #run: EngineRun;
  readonly #engine: Engine;
  readonly #shards: number;
  readonly #givenUp = new AbortController();
  #processes: readonly ShardProcess[] = [];
  #lost: string | undefined;
  #killedFor: string | undefined;

  constructor(run: EngineRun, engine: Engine, shards: number) {
    this.#run = run;
    this.#engine = engine;
    this.#shards = shards;
  }

  kill(why: string): void {
    this.#killedFor ??= why;
    this.#end();
    this.#end();
  }

  async outcome(): Promise<EngineOutcome> {
    const { signal } = this.#run;
    const interrupt = (): void => this.#end();
    signal.addEventListener("abort", interrupt, { once: true });
    try {
      await this.#launch();
      if (signal.aborted) this.#end();
      const read = this.#processes.map((process) => this.#attend(process));
      await this.#startTogether();
      return this.#merged((await Promise.all(read)).flat());
    } finally {
      signal.removeEventListener("abort", interrupt);
    }
  }

  async #launch(): Promise<void> {
    const { script, onNotice } = this.#run;
    const env = environment(this.#run, this.#engine);
    const ports = await freePorts(this.#shards);
    const run = `local-${process.pid}-${this.#run.world.now()}`;
    this.#processes = ports.map(
      (port, i) => new ShardProcess({ place: placeOf(i + 1, this.#shards), run, script, port, env, onNotice }),
    );
  }

  async #startTogether(): Promise<void> {
    const { world } = this.#run;
    const tooLong = new AbortController();
    const givenUp = AbortSignal.any([this.#givenUp.signal, tooLong.signal]);
    const all = Promise.all(this.#processes.map((process) => process.waits(world, givenUp)));
    const timer = world.sleep(ms(START_MS), AbortSignal.any([givenUp])).then(() => tooLong.abort());
    const waiting = await all;
    tooLong.abort();
    await timer;
    if (this.#givenUp.signal.aborted) return;
    const late = this.#processes.filter((_, i) => waiting[i] !== true);
    if (late.length > 0) {
      this.#lose(`${late.map(({ index }) => `shard ${index}`).join(", ")} was not ready to start`);
      return;
    }
    const started = await Promise.allSettled(this.#processes.map((process) => process.start()));
    started.forEach((result, i) => {
      if (result.status === "rejected") this.#lose(`shard ${i + 1} did not take its start: ${String(result.reason)}`);
    });
    const now = world.now();
    this.#run.onSample(metric.started, now, now, {});
    this.#run.onNotice(`${this.#shards} processes started`);
  }

  async #attend(process: ShardProcess): Promise<readonly Shard[]> {
    const { shards, broken, how } = await process.ended;
    const [shard] = shards;
    if (shard === undefined) {
      this.#lose(`shard ${process.index} (process ${process.pid}): ${[...broken, how].join(", ")}`);
    } else if (shard.partial && !this.#givenUp.signal.aborted) {
      this.#lose(`shard ${process.index} (process ${process.pid}): ${shard.problem ?? how}`);
    }
    return shards;
  }

  #lose(what: string): void {
    // What ends because of the first loss, or because it was told to, is no news.
    if (this.#givenUp.signal.aborted) return;
    this.#lost = what;
    this.#end();
  }

  /** Asks every process to end; those that do not are made to. */
  #end(): void {
    for (const process of this.#processes) process.interrupt();
    if (this.#givenUp.signal.aborted) return;
    this.#givenUp.abort();
    const insist = setTimeout(() => {
      for (const process of this.#processes) process.interrupt();
    }, LAST_WORDS_MS);
    insist.unref();
  }

  #merged(shards: readonly Shard[]): EngineOutcome {
    const { isNumbered, signal } = this.#run;
    const fleet = mergeShards(shards, {
      shards: this.#shards,
      lost: this.#lost === undefined ? [] : [this.#lost],
      ...(isNumbered === undefined ? {} : { isNumbered }),
    });
    const died = this.#killedFor ?? this.#lost;
    const failed = shards.find((s) => s.exitCode !== exit.ok && s.exitCode !== exit.interrupted);
    const exitCode = signal.aborted
      ? exit.interrupted
      : (failed?.exitCode ?? (died === undefined ? exit.ok : exit.invalid));
    return {
      exitCode,
      problem:
        failed === undefined
          ? died
          : `shard ${failed.place.index}: ${failed.problem ?? `exit code ${failed.exitCode}`}`,
      ...(died === undefined ? {} : { died }),
      lagMsP99: worst(shards.map((s) => s.generator.lagMsP99)),
      longestGapMs: worst(shards.map((s) => s.generator.longestGapMs)),
      metrics: new Map(shards.flatMap((s) => Object.entries(s.kinds))),
      scriptErrors: shards.reduce((sum, { script }) => sum + (script?.scriptErrors ?? 0), 0),
      fleet,
    };
  }
}

const worst = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
};

/** @param shards processes to spread the load of `engine` over */
export const fleetEngine = (engine: Engine, shards: number): Engine => ({
  name: engine.name,
  version: engine.version,
  processes: shards,
  why: `${engine.why}; a fleet of ${shards} processes`,
  inspect: (inspection) => engine.inspect(inspection),
  run(run) {
    const fleet = new LocalFleet(run, engine, shards);
    return {
      outcome: fleet.outcome(),
      // Every process watches itself.
      cpuSeconds: () => undefined,
      cpuWaitedMs: () => undefined,
      kill: (why) => fleet.kill(why),
    };
  },
});
