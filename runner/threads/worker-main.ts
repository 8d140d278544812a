// Entry of a worker thread of the runner; its task comes with its start.

import { parentPort, workerData } from "node:worker_threads";
import { serveRun } from "./worker-thread.ts";

if (parentPort !== null) serveRun(workerData, parentPort);
