// The entry of a worker thread (build/service-worker.js): inference with the profile's parts, and nothing else.

import { workerData } from "node:worker_threads";
import type { Prediction } from "../../lib/core/service-contract.ts";
import { assembleParts } from "../assemble.ts";
import { openLogFile } from "../log-file.ts";
import { predictTexts } from "../model/inference.ts";
import { profileNamed } from "../profiles.ts";
import type { WorkerSettings } from "./settings.ts";

// Only service/optimisations/worker-threads.ts starts this file, and it hands over exactly this type.
const settings: WorkerSettings = workerData;
const parts = assembleParts(profileNamed(settings.profile), openLogFile(settings.logPath), settings.slowdown);

/** Called by the pool with one task at a time. */
export const predict = (texts: readonly string[]): readonly Prediction[] =>
  predictTexts(settings.network, parts, texts);

// A worker that replaces a dead one has no other warm-up, and a cold compiler makes its first answers slow.
for (let i = 0; i < 3; i++) predict(["Warm-up\nSo that the first user does not pay for compilation."]);
