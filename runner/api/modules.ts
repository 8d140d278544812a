// Every module a script can import, made for one VU when it is first asked for; the rest is refused by name.

import { dirname } from "node:path";
import type { Millis } from "../../lib/core/units.ts";
import { HttpClient, type HttpShared } from "../http/client.ts";
import type { ModuleNamespace, ModuleResolver } from "../loader/script.ts";
import type { CheckLog } from "../metrics/check-tally.ts";
import type { MetricStore } from "../metrics/metric-store.ts";
import type { Log } from "../vu/log-entry.ts";
import { onlyK6 } from "../vu/only-k6.ts";
import type { SecretSource } from "../vu/secret-source.ts";
import type { VuState } from "../vu/vu-state.ts";
import { VuSockets } from "../ws/vu-sockets.ts";
import { consoleGlobal } from "./console.ts";
import { cryptoModule } from "./crypto.ts";
import { dataModule, type SharedArrays } from "./data.ts";
import { encodingModule } from "./encoding.ts";
import { executionModule, type IterationFacts, type TestFacts } from "./execution.ts";
import { csvModule } from "./experimental-csv.ts";
import { fsModule } from "./experimental-fs.ts";
import { streamsModule } from "./experimental-streams.ts";
import { htmlModule } from "./html.ts";
import { httpModule } from "./http.ts";
import { k6Module } from "./k6.ts";
import { metricsModule } from "./metrics.ts";
import { type OpenedFiles, openFunction } from "./open.ts";
import { secretsModule } from "./secrets.ts";
import { sseModule } from "./sse.ts";
import { timersModule, VuTimers } from "./timers.ts";
import { webGlobals } from "./web-globals.ts";
import { websocketsModule } from "./websockets.ts";
import { wsModule } from "./ws.ts";

/** What the scripts of one thread share through their modules. */
export interface ModulesShared {
  readonly arrays: SharedArrays;
  readonly files: OpenedFiles;
  readonly secrets: readonly SecretSource[];
  readonly client: HttpShared;
}

export interface ModuleParts {
  readonly vu: VuState;
  readonly store: MetricStore;
  readonly checks: CheckLog;
  readonly test: TestFacts;
  readonly shared: ModulesShared;
  /** Absolute path of the script; `open` starts from its directory. */
  readonly script: string;
  readonly iteration: () => IterationFacts | undefined;
  /** Takes what modules warn of. */
  readonly log: Log;
  /** Takes what the script prints. */
  readonly console: Log;
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
  throw onlyK6(`the runner does not have the module '${name}'`, "leave the module out");
};

/** Resolves when no timer is waiting and no socket is open: each may bring about the other. */
function pendingEvents(timers: VuTimers, sockets: VuSockets): Promise<void> | undefined {
  const waiting = [timers.pending(), sockets.pending()].filter((each) => each !== undefined);
  if (waiting.length === 0) return undefined;
  return Promise.all(waiting).then(() => pendingEvents(timers, sockets));
}

/** The modules and globals of one VU. */
export function vuModules(parts: ModuleParts): VuModules {
  const { vu, store, checks, test, shared, script, iteration, log } = parts;
  const client = new HttpClient(vu, shared.client);
  const warn = (text: string): void => log("warning", text);
  const timers = new VuTimers(vu, warn);
  const sockets = new VuSockets(vu);
  const math: Math = Object.create(Math);
  const inInit = (): boolean => vu.phase === "init";
  const websockets = (): ModuleNamespace => websocketsModule(client, sockets, inInit, warn);
  const makers: Readonly<Record<string, () => ModuleNamespace>> = {
    k6: () =>
      k6Module(vu, checks, (random) => Object.defineProperty(math, "random", { value: random, writable: true })),
    "k6/http": () => httpModule(client),
    "k6/experimental/csv": () => csvModule(shared.arrays, inInit),
    "k6/experimental/fs": () => fsModule(dirname(script), shared.files, inInit),
    "k6/experimental/streams": streamsModule,
    "k6/html": htmlModule,
    "k6/secrets": () => secretsModule(shared.secrets),
    "k6/metrics": () => metricsModule(vu, store, warn),
    "k6/execution": () => executionModule(vu, test, iteration),
    "k6/data": () => dataModule(shared.arrays, inInit),
    "k6/encoding": encodingModule,
    "k6/crypto": cryptoModule,
    "k6/websockets": websockets,
    // Deprecated in k6, and still there.
    "k6/experimental/websockets": websockets,
    "k6/ws": () => wsModule(client),
    "k6/x/sse": () => sseModule(client, store),
    "k6/timers": () => timersModule(timers),
    // Only types in k6, too: imported by scripts that are TypeScript at heart.
    "k6/options": () => ({ default: {} }),
  };
  const made = new Map<string, ModuleNamespace>();
  return {
    resolve: (name, untilIdle) => {
      if (untilIdle !== undefined) sockets.untilIdle = untilIdle;
      const known = made.get(name);
      if (known !== undefined) return known;
      const module = Object.hasOwn(makers, name) ? makers[name]?.() : undefined;
      if (module === undefined) return unsupported(name);
      made.set(name, module);
      return module;
    },
    globals: {
      Math: math,
      console: consoleGlobal(parts.console),
      open: openFunction(dirname(script), shared.files, inInit),
      ...timers.functions(),
      ...webGlobals(),
    },
    pendingTimers: () => pendingEvents(timers, sockets),
    startIteration: () => client.endIteration(),
    endIteration: (wall) => {
      timers.drop();
      sockets.drop();
      const { sent, received } = client.takeTraffic();
      const tags = vu.tags();
      vu.emit("data_sent", wall, sent, tags);
      vu.emit("data_received", wall, received, tags);
    },
    close: () => client.close(),
  };
}
