// What the service does when things go wrong: too much load, a dead worker, a shutdown under load.

import { expect, test } from "vitest";
import { isPrediction } from "../../lib/core/service-contract.ts";
import { metric, post, predict, predictBatch, readTestSet, withService } from "./client.ts";

const texts = readTestSet()
  .slice(0, 100)
  .map(({ text }) => text);

test("with threads, /health is answered while inference runs, by order and not by time", async () => {
  await withService({ profile: "p1", workers: 1 }, async (service) => {
    const order: string[] = [];
    const batch = predictBatch(service, texts).then(() => order.push("batch"));
    // Once the batch is counted as running or waiting it has reached the service.
    const second = predictBatch(service, texts).then(() => order.push("second batch"));
    while ((await metric(service, "tailgate_queue_depth")) === 0) expect(order).toEqual([]);
    const health = await fetch(`${service.url}/health`);
    order.push("health");
    expect(health.status).toBe(200);
    await Promise.all([batch, second]);
    expect(order).toEqual(["health", "batch", "second batch"]);
  });
});

test("past the bounded queue requests are refused with 503 and Retry-After, and the admitted are answered", async () => {
  await withService({ profile: "p1", workers: 1, queueTexts: 30 }, async (service) => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post(`${service.url}/predict_batch`, { texts: texts.slice(0, 10) })),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(3);
    for (const { status, headers, json } of answers) {
      if (status === 503)
        expect([headers.get("retry-after"), json]).toEqual(["1", { error: "too many requests are waiting" }]);
    }
    expect(await predictBatch(service, texts.slice(0, 30))).toHaveLength(30);
  });
});

test.each(["p1", "optimised"])("%s: a worker that dies fails only its requests, and is replaced", async (profile) => {
  await withService({ profile, workers: 2 }, async (service) => {
    const [text = ""] = texts;
    const expected = await predict(service, text);
    const load = texts.map(() => post(`${service.url}/predict`, { text }));
    // The first answer shows that both threads are at work; most of the load still waits.
    await Promise.race(load);
    await service.workers()[0]?.terminate();
    const answers = await Promise.all(load);
    const failed = answers.filter(({ status }) => status !== 200);
    for (const { json } of answers.filter(({ status }) => status === 200)) expect(json).toEqual(expected);
    // One task was running on the thread: one request, or one group of up to sixteen.
    expect(failed.length).toBeLessThanOrEqual(profile === "p1" ? 1 : 16);
    for (const { status, json } of failed) {
      expect(status).toBe(500);
      expect(json).toEqual({ error: expect.stringContaining("worker that held this request died") });
    }
    expect(await metric(service, "tailgate_worker_restarts_total")).toBe(1);
    expect(service.workers()).toHaveLength(2);
    expect(await predict(service, text)).toEqual(expected);
  });
});

test.each(["baseline", "p1234"])(
  "%s: closing answers what is in flight and refuses what comes after",
  async (profile) => {
    await withService({ profile }, async (service) => {
      const load = Array.from({ length: 6 }, () => post(`${service.url}/predict_batch`, { texts: texts.slice(0, 25) }));
      await Promise.race(load);
      await service.close();
      const answers = await Promise.allSettled(load);
      const answered = answers.filter((answer) => answer.status === "fulfilled" && answer.value.status === 200);
      // A request that had not been read when the port closed may be refused; none is answered wrongly.
      expect(answered.length).toBeGreaterThanOrEqual(1);
      for (const answer of answers) {
        if (answer.status === "fulfilled") expect([200, 503]).toContain(answer.value.status);
      }
      await expect(fetch(`${service.url}/health`)).rejects.toThrow();
    });
  },
);

test("a client that goes away costs its neighbours nothing", async () => {
  await withService({ profile: "p1234" }, async (service) => {
    const aborts = Array.from({ length: 20 }, () => {
      const abort = new AbortController();
      const request = fetch(`${service.url}/predict_batch`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ texts: texts.slice(0, 10) }),
        signal: abort.signal,
      }).catch(() => undefined);
      setImmediate(() => abort.abort());
      return request;
    });
    const neighbours = await Promise.all(texts.slice(0, 20).map((text) => post(`${service.url}/predict`, { text })));
    await Promise.all(aborts);
    for (const { status, json } of neighbours) expect([status, isPrediction(json)]).toEqual([200, true]);
  });
});
