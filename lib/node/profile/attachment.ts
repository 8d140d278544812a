// A process under a profiler: attached to once, profiled for a window, left as it was found. Each kind of profiler is
// a module of its own that makes one of these.

import type { TreeProfile } from "../../core/profile/profile.ts";
import type { ThreadProfile } from "./node-profiler.ts";

export interface WindowProfile {
  /** All threads and processes together, named by their sources; its load is not known yet. */
  readonly profile: TreeProfile;
  /** What V8 delivered, thread by thread; nothing from other profilers. */
  readonly threads: readonly ThreadProfile[];
  /** What went wrong with single samples; whole sentences. */
  readonly doubts: readonly string[];
}

export interface ProfiledWindow {
  stop(): Promise<WindowProfile>;
}

export interface WindowRequest {
  /** Microseconds between samples; undefined: what suits the profiler. */
  readonly intervalUs: number | undefined;
  /** How long the window will last, for profilers that must know it beforehand. */
  readonly windowMs: number;
}

export interface ProfiledProcess {
  readonly pid: number;
  /** What runs there and what looks at it: "node v20.19.0", "python3.11, py-spy 0.4.1". */
  readonly runtime: string;
}

export interface Attachment {
  readonly process: ProfiledProcess;
  /** The processes that do the service's work now; their CPU time is its own. */
  pids(): readonly number[];
  /** Starts sampling in all threads that run now. */
  start(request: WindowRequest): Promise<ProfiledWindow>;
  /** Samples only the threads that hold the interpreter's lock; absent where there is no such lock. */
  readonly startLockHolders?: (request: WindowRequest) => Promise<ProfiledWindow>;
  close(): void;
}
