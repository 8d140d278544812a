// Every module a script can import, made for one VU when it is first asked for; the rest is refused by name.

import { CliError, exit } from "../../lib/core/exit.ts";
import type { Millis } from "../../lib/core/units.ts";
import { HttpClient } from "../http/client.ts";
import type { ModuleNamespace, ModuleResolver } from "../loader/script.ts";
import type { MetricStore } from "../metrics/metric-store.ts";
import type { VuState } from "../vu/vu-state.ts";
import { executionModule, type IterationFacts, type TestFacts } from "./execution.ts";
import { httpModule } from "./http.ts";
import { type CheckLog, k6Module } from "./k6.ts";
import { metricsModule } from "./metrics.ts";

export interface ModuleParts {
  readonly vu: VuState;
  readonly store: MetricStore;
  readonly checks: CheckLog;
  readonly test: TestFacts;
  readonly iteration: () => IterationFacts | undefined;
  readonly warn: (text: string) => void;
}

export interface VuModules {
  readonly resolve: ModuleResolver;
  readonly globals: Readonly<Record<string, unknown>>;
  pendingTimers(): Promise<void> | undefined;
  /** Before each iteration: forgets cookies, and connections if the options say so. */
  startIteration(): void;
  /** After each: emits what is counted once an iteration. */
  endIteration(wall: Millis): void;
  /** Closes connections. */
  close(): void;
}

const unsupported = (name: string): never => {
  throw new CliError(`the runner does not have the module '${name}'`, {
    code: exit.scriptException,
    hint: "Run this script with k6 (ENGINE=k6), or leave the module out.",
  });
};

/** The modules of one VU. */
export function vuModules({ vu, store, checks, test, iteration, warn }: ModuleParts): VuModules {
  const client = new HttpClient(vu, vu.client);
  const math: Math = Object.create(Math);
  const makers: Readonly<Record<string, () => ModuleNamespace>> = {
    k6: () => k6Module(vu, checks, (random) => Object.defineProperty(math, "random", { value: random })),
    "k6/metrics": () => metricsModule(vu, store, warn),
    "k6/http": () => httpModule(client),
    "k6/execution": () => executionModule(vu, test, iteration),
  };
  const made = new Map<string, ModuleNamespace>();
  return {
    resolve: (name) => {
      const known = made.get(name);
      if (known !== undefined) return known;
      const module = Object.hasOwn(makers, name) ? makers[name]?.() : undefined;
      if (module === undefined) return unsupported(name);
      made.set(name, module);
      return module;
    },
    globals: { Math: math },
    pendingTimers: () => undefined,
    startIteration: () => client.endIteration(),
    endIteration: (wall) => {
      const { sent, received } = client.takeTraffic();
      const tags = vu.tags();
      vu.emit("data_sent", wall, sent, tags);
      vu.emit("data_received", wall, received, tags);
    },
    close: () => client.close(),
  };
}
