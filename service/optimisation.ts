// The seam behind which each optimisation is one module: what it may replace inside inference, around inference and
// in the request log.

import type { Prediction } from "../lib/core/service-contract.ts";
import type { LogFile } from "./log-file.ts";
import type { InferenceParts } from "./model/inference.ts";

/** Something that can end while it runs inference; tests end one on purpose. */
export interface Ending {
  terminate(): Promise<number>;
}

/** Where and when inference runs. */
export interface Execution {
  /** Predictions in the order of the texts. Synchronous in the baseline: that is what blocks the event loop. */
  predict(texts: readonly string[]): readonly Prediction[] | Promise<readonly Prediction[]>;
  /** Requests accepted whose inference has not begun. */
  waiting(): number;
  /** The threads that inference runs on; none in the baseline. */
  workers(): readonly Ending[];
  /** Threads started again after one died. */
  restarts(): number;
  close(): Promise<void>;
}

/** What an execution needs to know of the service it is part of. */
export interface ExecutionContext {
  readonly profile: string;
  readonly slowdown: number;
  readonly workers: number;
  readonly logPath: string;
  /** Tells the operator what happened; never on the path of a request. */
  readonly report: (event: Readonly<Record<string, unknown>>) => void;
}

interface RequestEvent {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly durationMs: number;
}

export interface RequestLog {
  request(event: RequestEvent): void;
  close(): Promise<void>;
}

/** One thing that makes the service better, and that can be switched on alone. */
export interface Optimisation {
  /** As in the guide: p1 to p4; mb is none of the guide's. */
  readonly id: string;
  readonly title: string;
  readonly parts?: (parts: InferenceParts) => InferenceParts;
  /** `inner` starts what is changed; an execution that takes its place never calls it. */
  readonly execution?: (inner: () => Execution, context: ExecutionContext) => Promise<Execution>;
  readonly requestLog?: (file: LogFile) => Promise<RequestLog>;
}
