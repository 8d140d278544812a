import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KEPT, NotableRequests, type TracedRequest } from "./notable-requests.ts";

const requests = fc.uniqueArray(
  fc.record(
    {
      traceId: fc.stringMatching(/^[0-9a-f]{32}$/),
      atMs: fc.integer({ min: 0, max: 50 }),
      ms: fc.integer({ min: 0, max: 50 }),
      failure: fc.constant("timeout"),
    },
    { requiredKeys: ["traceId", "atMs", "ms"] },
  ),
  { selector: (r) => r.traceId, maxLength: 60 },
);

const kept = (all: readonly TracedRequest[]): Pick<NotableRequests, "slowest" | "failed"> => {
  const notable = new NotableRequests();
  for (const request of all) notable.add(request);
  return { slowest: notable.slowest, failed: notable.failed };
};

describe("the requests worth a trace", () => {
  test("are the slowest that succeeded and the first that failed", () => {
    fc.assert(
      fc.property(requests, (all) => {
        const { slowest, failed } = kept(all);
        const good = all.filter((r) => r.failure === undefined);
        const bad = all.filter((r) => r.failure !== undefined);
        expect(slowest.map((r) => r.ms)).toEqual(
          good
            .map((r) => r.ms)
            .sort((a, b) => b - a)
            .slice(0, KEPT),
        );
        expect(failed.map((r) => r.atMs)).toEqual(
          bad
            .map((r) => r.atMs)
            .sort((a, b) => a - b)
            .slice(0, KEPT),
        );
      }),
    );
  });

  test("are the same in whatever order and parts they come", () => {
    fc.assert(
      fc.property(requests, fc.integer({ min: 1, max: 5 }), (all, parts) => {
        const whole = new NotableRequests();
        for (let part = parts - 1; part >= 0; part--) {
          const own = new NotableRequests();
          // A user says only what is among its own: nobody misses the rest.
          const said = all.filter((r, i) => i % parts === part && own.add(r));
          for (const request of said) whole.add(request);
        }
        expect({ slowest: whole.slowest, failed: whole.failed }).toEqual(kept(all));
      }),
    );
  });

  test("are forgotten when they have been drained", () => {
    const notable = new NotableRequests();
    notable.add({ traceId: "a".repeat(32), atMs: 1, ms: 2 });
    expect(notable.drain()).toHaveLength(1);
    expect(notable.drain()).toEqual([]);
  });
});
