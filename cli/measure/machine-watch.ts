// What the machine and the generator did during the measured phase: CPU of the generator, CPU stolen by other guests,
// and whether the wall clock was set.

import type { World } from "../../lib/core/world.ts";
import { machineCpu } from "../../lib/node/process-cpu.ts";

interface Reading {
  readonly monotonicMs: number;
  readonly wallMs: number;
  readonly generatorCpuSeconds: number | undefined;
  readonly waitedMs: number | undefined;
  readonly machine: ReturnType<typeof machineCpu>;
}

export interface MachineFacts {
  readonly cpuFraction: number | null;
  /** Waiting of all its threads for a CPU, over the measured phase. */
  readonly cpuWaitedMs: number | null;
  readonly stealFraction: number | null;
  readonly clockStepMs: number | null;
}

/** What can be read of the generator while it runs. */
export interface GeneratorProcess {
  cpuSeconds(): number | undefined;
  cpuWaitedMs(): number | undefined;
}

const read = (world: World, generator: GeneratorProcess): Reading => ({
  monotonicMs: world.monotonic(),
  wallMs: world.now(),
  generatorCpuSeconds: generator.cpuSeconds(),
  waitedMs: generator.cpuWaitedMs(),
  machine: machineCpu(),
});

/** Two readings of the generator and the machine, and the facts between them. */
export class MachineWatch {
  readonly #world: World;
  readonly #generator: GeneratorProcess;
  #from: Reading;
  #to: Reading;

  constructor(world: World, generator: GeneratorProcess) {
    this.#world = world;
    this.#generator = generator;
    this.#from = read(world, generator);
    this.#to = this.#from;
  }

  /** The measured phase begins now. */
  begin(): void {
    this.#from = read(this.#world, this.#generator);
    this.#to = this.#from;
  }

  /** Reads again; the last reading while the generator lives counts, since afterwards its CPU cannot be read. */
  tick(): void {
    const now = read(this.#world, this.#generator);
    if (now.generatorCpuSeconds !== undefined || this.#to === this.#from) this.#to = now;
  }

  facts(): MachineFacts {
    const [a, b] = [this.#from, this.#to];
    const wallMs = b.monotonicMs - a.monotonicMs;
    const cpu =
      a.generatorCpuSeconds === undefined || b.generatorCpuSeconds === undefined
        ? undefined
        : b.generatorCpuSeconds - a.generatorCpuSeconds;
    const total = (b.machine?.totalTicks ?? 0) - (a.machine?.totalTicks ?? 0);
    const steal = (b.machine?.stealTicks ?? 0) - (a.machine?.stealTicks ?? 0);
    return {
      cpuFraction: cpu === undefined || wallMs <= 0 ? null : (cpu * 1000) / wallMs,
      // A thread that ended in between took its figure with it.
      cpuWaitedMs: a.waitedMs === undefined || b.waitedMs === undefined ? null : Math.max(0, b.waitedMs - a.waitedMs),
      stealFraction: total <= 0 ? null : steal / total,
      clockStepMs: b.wallMs - a.wallMs - wallMs,
    };
  }
}
