// What executes a scenario file, whichever it is: a bundle and an environment go in, metric samples come out.

import type { Fleet } from "../../lib/core/fleet/merge.ts";
import type { SampleSink } from "../../lib/core/metric-sample.ts";
import type { MetricKind } from "../../lib/core/metrics/engine-metrics.ts";
import type { RequestHeaders } from "../../lib/core/request-headers.ts";
import type { World } from "../../lib/core/world.ts";
import type { Inspected } from "../../runner/inspect.ts";
import type { LoadRemote } from "../../runner/loader/remote/remote-modules.ts";
import type { RawOptions } from "../../runner/options/shortcuts.ts";

/** A script that knows nothing of Tailgate. */
export interface ForeignScript {
  /** Absolute. */
  readonly path: string;
  /** The names it exports; of a CommonJS module only `default`, since the others are known when it runs. */
  readonly exports: readonly string[];
  readonly isCommonJs: boolean;
  /** Gives what it imports from URLs. */
  readonly remote: LoadRemote;
}

/** How such a script is run. */
export interface ForeignRun {
  readonly script: ForeignScript;
  /** Laid over the script's own options. */
  readonly options: RawOptions;
  /** Metrics whose samples are wanted. */
  readonly metrics: ReadonlySet<string>;
  /** The variables by which a process of a fleet plans the same run. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What a script says of itself before it is run. */
export type InspectedScript = Pick<Inspected, "options" | "metrics">;

export interface Inspection {
  readonly script: ForeignScript;
  /** What the script sees as __ENV. */
  readonly env: Readonly<Record<string, string>>;
  /** Laid over the script's own options. */
  readonly options: RawOptions;
  readonly world: World;
  readonly onNotice: (line: string) => void;
}

export interface EngineRun {
  /** Path of the scenario bundle, or of a foreign script. */
  readonly script: string;
  /** Set for a script that knows nothing of Tailgate. */
  readonly foreign?: ForeignRun;
  /** What the script sees as __ENV. */
  readonly env: Readonly<Record<string, string>>;
  /** What every request carries; it may be secret, and no argument of a process. */
  readonly headers: RequestHeaders;
  readonly onSample: SampleSink;
  /** k6's flags for a process of several: its segment, where its start is waited for, its tags. */
  readonly flags?: readonly string[];
  /** Whether request `index` carries rows, for a load in which every number is sent; a fleet looks for holes by it. */
  readonly isNumbered?: (index: number) => boolean;
  /** What the script or the engine wants people to read: warnings and console output, a line each. */
  readonly onNotice: (line: string) => void;
  /** Ends the run early; as in k6, requests under way are cut and leave no sample. */
  readonly signal: AbortSignal;
  readonly world: World;
  /** Asks an engine that has a live page of its own (k6) to serve it on 127.0.0.1 and to save it at the end. */
  readonly dashboard?: DashboardRequest;
}

export interface DashboardRequest {
  readonly port: number;
  readonly exportPath: string;
}

export interface EngineOutcome {
  /** k6's exit codes, whichever the engine. */
  readonly exitCode: number;
  /** One clear line when the script or its options are at fault. */
  readonly problem: string | undefined;
  /** How the generator itself came to a sudden end that nobody asked for, e.g. `SIGKILL`; undefined when it did not. */
  readonly died?: string;
  /** 99th percentile of the generator's own event-loop lag over the run; null where it has no event loop. */
  readonly lagMsP99: number | null;
  /** What the script's own metrics are, by name. */
  readonly metrics: ReadonlyMap<string, MetricKind>;
  /** The longest time the generator gave no sign of life while users should have been sending; null when unknown. */
  readonly longestGapMs: number | null;
  /** When several processes made the load: what they saw, which then came by no sample. */
  readonly fleet?: Fleet;
  /** Iterations of a foreign script that threw; ours count them themselves. */
  readonly scriptErrors?: number;
}

export interface Engine {
  readonly name: "k6" | "runner";
  readonly version: string;
  /** Processes that share the load; one when absent. */
  readonly processes?: number;
  /** Why this engine was chosen, in one line. */
  readonly why: string;
  run(run: EngineRun): EngineRunning;
  /** Runs a foreign script's init code. @throws CliError when that or its options are at fault */
  inspect(inspection: Inspection): Promise<InspectedScript>;
}

/** A run under way. */
export interface EngineRunning {
  readonly outcome: Promise<EngineOutcome>;
  /** CPU seconds the generator has used so far; undefined where it cannot be read. */
  cpuSeconds(): number | undefined;
  /** How long its threads have waited for a CPU so far, in ms; undefined where that cannot be read. */
  cpuWaitedMs(): number | undefined;
  /** Ends a generator that does not answer to its signal, for a reason the outcome then names. */
  kill(why: string): void;
}
