// What a worker thread is given when it starts. The network's arrays stand in shared memory, so nothing is copied.

import type { Network } from "../model/network.ts";

export interface WorkerSettings {
  readonly network: Network;
  readonly profile: string;
  readonly slowdown: number;
  readonly logPath: string;
}
