import { expect, test } from "vitest";
import { traceSeries } from "./trace-id.ts";

const series = traceSeries([1, 2, 3, 4, 5, 6, 7, 255, 0, 0, 0, 9]);
const spans = Array.from({ length: 10_000 }, series);

test("a traceparent is version, trace, span and the flag that says: sampled", () => {
  for (const { traceId, traceparent } of spans) {
    expect(traceparent).toMatch(/^00-01020304050607ff[0-9a-f]{16}-[0-9a-f]{16}-01$/);
    expect(traceparent.slice(3, 35)).toBe(traceId);
  }
});

test("no two requests of a user share a trace, and users differ by their random bytes", () => {
  expect(new Set(spans.map((s) => s.traceId)).size).toBe(spans.length);
  const other = traceSeries([1, 2, 3, 4, 5, 6, 7, 254, 0, 0, 0, 9]);
  expect(other().traceId).not.toBe(spans[0]?.traceId);
});

test("the half that samplers look at is spread evenly", () => {
  const odd = spans.filter((s) => Number.parseInt(s.traceId.slice(-1), 16) % 2 === 1).length;
  // Binomial, n = 10,000: 5 standard deviations.
  expect(Math.abs(odd - 5000)).toBeLessThan(250);
});
