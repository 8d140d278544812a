// What a worker thread's death costs the reference service's clients: a steady open load, one of two threads ended in
// its middle, and every request's outcome.

import { setTimeout as delay } from "node:timers/promises";
import { quantile, toSorted } from "../lib/core/quantile.ts";
import { startService } from "../service/service.ts";

const RATE = 200;
const BEFORE_MS = 2000;
const AFTER_MS = 2000;
const TEXT =
  "Subject: minutes of the meeting. Attached are the minutes; please send corrections before Friday. ".repeat(8);

interface Request {
  /** When it was due, and when it was answered, in ms from the thread's end. */
  readonly dueMs: number;
  readonly doneMs: number;
  readonly failed: boolean;
}

export interface Recovery {
  readonly requests: number;
  readonly failed: number;
  /** When the last request failed, in ms from the thread's end; 0 when none did. */
  readonly lastFailedMs: number;
  /** p95 in ms in the second before the thread's end and in the first and the second one after it. */
  readonly p95Ms: readonly [before: number, first: number, second: number];
}

const isFailed = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(`${url}/predict`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text: TEXT }),
    });
    await response.text();
    return !response.ok;
  } catch {
    return true;
  }
};

/** p95 of the time from due to answered, of what was due in a second that begins `fromMs` after the thread's end. */
const p95In = (requests: readonly Request[], fromMs: number): number => {
  const due = requests.filter((r) => r.dueMs >= fromMs && r.dueMs < fromMs + 1000);
  const times = toSorted(due.map((r) => r.doneMs - r.dueMs));
  return times === undefined ? Number.NaN : quantile(times, 0.95);
};

/** Ends one of two threads of the profile `p1` under 200 requests/s. */
export async function workerDeath(): Promise<Recovery> {
  const service = await startService({ profile: "p1", workers: 2 });
  const endAt = performance.now() + BEFORE_MS;
  try {
    const requests: Promise<Request>[] = [];
    const send = async (dueMs: number): Promise<Request> => {
      const failed = await isFailed(service.url);
      return { dueMs, doneMs: performance.now() - endAt, failed };
    };
    const ended = delay(BEFORE_MS).then(() => service.workers()[0]?.terminate());
    for (let i = 0; ; i++) {
      const dueMs = (i * 1000) / RATE - BEFORE_MS;
      if (dueMs >= AFTER_MS) break;
      const waitMs = endAt + dueMs - performance.now();
      if (waitMs > 0) await delay(waitMs);
      requests.push(send(dueMs));
    }
    await ended;
    const done = await Promise.all(requests);
    const failed = done.filter((r) => r.failed);
    return {
      requests: done.length,
      failed: failed.length,
      lastFailedMs: Math.max(0, ...failed.map((r) => r.doneMs)),
      p95Ms: [p95In(done, -1000), p95In(done, 0), p95In(done, 1000)],
    };
  } finally {
    await service.close();
  }
}
