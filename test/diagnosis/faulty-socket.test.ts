// The fault-injecting service on a real port speaks the contract, and its broken connections are broken ones. Nothing
// here depends on how long anything takes.

import { afterAll, describe, expect, test } from "vitest";
import { batchPredictions, isPrediction } from "../../lib/core/service-contract.ts";
import type { Faults } from "../support/faulty-service/faults.ts";
import { type FaultyService, startFaultyService } from "../support/faulty-service/service.ts";

const started: FaultyService[] = [];
afterAll(() => Promise.all(started.map((s) => s.close())));

const start = async (faults: Partial<Faults> = {}): Promise<string> => {
  const service = await startFaultyService({ serviceMs: 1, perTextMs: 0, ...faults });
  started.push(service);
  return service.url;
};
const post = (url: string, body: unknown) => fetch(url, { method: "POST", body: JSON.stringify(body) });

describe("the faulty service on a port", () => {
  test("speaks the contract when it is healthy", async () => {
    const url = await start();
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: "ok" });
    expect(isPrediction(await (await post(`${url}/predict`, { text: "a" })).json())).toBe(true);
    const batch: unknown = await (await post(`${url}/predict_batch`, { texts: ["a", "b", "c"] })).json();
    expect(batchPredictions(batch)).toHaveLength(3);
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect((await post(`${url}/predict`, { no: "text" })).status).toBe(400);
  });
  test("breaks connections where its fault says so", async () => {
    const url = await start({ backlog: -1 });
    await expect(post(`${url}/predict`, { text: "a" })).rejects.toThrow();
  });
  test("takes its connections with it when it starts anew", async () => {
    const url = await start({ restartAfter: 2 });
    const startTime = async (): Promise<string | undefined> =>
      /^process_start_time_seconds (\d+)$/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1];
    const before = await startTime();
    expect((await post(`${url}/predict`, { text: "a" })).status).toBe(200);
    await expect(post(`${url}/predict`, { text: "b" })).rejects.toThrow();
    expect(await startTime()).not.toBe(before);
  });
});
