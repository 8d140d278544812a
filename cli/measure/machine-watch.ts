// What the machine and the generator did during the measured phase: CPU of the generator, CPU stolen by other guests,
// and whether the wall clock was set.

import type { World } from "../../lib/core/world.ts";
import { type CpuWait, machineCpu } from "../../lib/node/process-cpu.ts";

interface Reading {
  readonly monotonicMs: number;
  readonly wallMs: number;
  readonly generatorCpuSeconds: number | undefined;
  readonly wait: CpuWait | undefined;
  readonly machine: ReturnType<typeof machineCpu>;
}

export interface MachineFacts {
  readonly cpuFraction: number | null;
  readonly cpuWaitMs: number | null;
  readonly stealFraction: number | null;
  readonly clockStepMs: number;
}

/** What can be read of the generator while it runs. */
export interface GeneratorProcess {
  cpuSeconds(): number | undefined;
  cpuWait(): CpuWait | undefined;
}

/** Mean wait a turn between two readings; a thread that ended in between took its figures with it. */
const meanWaitMs = (from: CpuWait | undefined, to: CpuWait | undefined): number | null => {
  if (from === undefined || to === undefined || to.turns <= from.turns) return null;
  return Math.max(0, (to.waitedMs - from.waitedMs) / (to.turns - from.turns));
};

const read = (world: World, generator: GeneratorProcess): Reading => ({
  monotonicMs: world.monotonic(),
  wallMs: world.now(),
  generatorCpuSeconds: generator.cpuSeconds(),
  wait: generator.cpuWait(),
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
      cpuWaitMs: meanWaitMs(a.wait, b.wait),
      stealFraction: total <= 0 ? null : steal / total,
      clockStepMs: b.wallMs - a.wallMs - wallMs,
    };
  }
}
