import fc from "fast-check";
import { expect, test } from "vitest";
import { MetricStore, type StoreState } from "./metric-store.ts";

const filled = (samples: readonly (readonly [string, number, boolean])[]): MetricStore => {
  const store = new MetricStore();
  store.declare("my_trend", "trend", true);
  store.submetric("my_trend{odd:true}");
  store.submetric("http_reqs{odd:true}");
  for (const [name, value, odd] of samples) store.add(name, value, value, { odd: String(odd) });
  return store;
};

const figures = (state: StoreState): unknown =>
  [...state].map(([key, { sink }]) => {
    if (sink.type !== "trend") return [key, sink];
    const { count, min, max } = sink.sketch;
    return [key, { count, min, max }];
  });

test("stores of several threads merge into what one would hold", () => {
  const name = fc.constantFrom("my_trend", "http_reqs", "http_req_failed", "vus");
  const sample = fc.tuple(name, fc.nat(100), fc.boolean());
  fc.assert(
    fc.property(fc.array(sample), fc.array(sample), (here, there) => {
      const whole = filled([...here, ...there].sort((a, b) => a[1] - b[1]));
      const merged = filled([]).blank();
      merged.merge(structuredClone(filled([...here].sort((a, b) => a[1] - b[1])).state()));
      merged.merge(structuredClone(filled([...there].sort((a, b) => a[1] - b[1])).state()));
      const sorted = (x: unknown): unknown => (Array.isArray(x) ? [...x].map((e) => JSON.stringify(e)).sort() : x);
      expect(sorted(figures(merged.state()))).toEqual(sorted(figures(whole.state())));
    }),
  );
});

test("a metric is declared by every VU, but not as another type", () => {
  const store = new MetricStore();
  expect(store.declare("mine", "rate", false)).toBe(store.declare("mine", "rate", false));
  expect(() => store.declare("mine", "trend", false)).toThrow("already exists but with type rate");
  expect(() => store.declare("x", "rate", false)).toThrow("invalid metric name 'x'");
  expect(store.declare("http_reqs", "counter", false).type).toBe("counter");
});
