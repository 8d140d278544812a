import { expect, test } from "vitest";
import { MetricStore } from "../metrics/metric-store.ts";
import { parseExpression } from "./expression.ts";
import { bindThresholds, readThreshold, type ThresholdSpec } from "./threshold-set.ts";

const spec = (source: string, abortOnFail = false, delay = 0): ThresholdSpec => {
  const read = readThreshold(source, abortOnFail, delay);
  if (typeof read === "string") throw new Error(read);
  return read;
};

const judge = (fill: (store: MetricStore) => void, key: string, source: string, elapsedMs = 1000) => {
  const store = new MetricStore();
  store.declare("sizes", "trend", false);
  store.declare("things", "counter", false);
  store.declare("level", "gauge", false);
  const { set, problems } = bindThresholds(new Map([[key, [spec(source)]]]), store);
  fill(store);
  return { problems, result: set.judge(elapsedMs)[0] };
};

test.each(["p(95)<200", "p(99.9) >= 1e3", "avg!=.5", "med===3", "count==4", "rate<=1", "value>-1", " max > 5 "])(
  "%s is a threshold",
  (source) => {
    expect(parseExpression(source)).toMatchObject({ source });
  },
);

test.each(["foo", "p95<5", "p(101)<5", "avg<", "avg<x", "<5", "avg<5ms", "sum<5"])("%s is none", (source) => {
  expect(parseExpression(source)).toEqual(expect.any(String));
});

test("a threshold without samples has no data; a counter without samples is 0", () => {
  const nothing = (): void => undefined;
  expect(judge(nothing, "http_req_duration", "p(95)<200").result).toMatchObject({ verdict: "no-data", actual: null });
  expect(judge(nothing, "checks", "rate==1").result).toMatchObject({ verdict: "no-data" });
  expect(judge(nothing, "level", "value<5").result).toMatchObject({ verdict: "no-data" });
  expect(judge(nothing, "things", "count<5").result).toMatchObject({ verdict: "pass", actual: 0 });
  expect(judge(nothing, "things", "count>0").result).toMatchObject({ verdict: "fail", actual: 0 });
});

test("sub-metrics take samples that carry all of their tags", () => {
  const fill = (store: MetricStore): void => {
    store.add("sizes", 0, 10, { a: "1", b: "2" });
    store.add("sizes", 0, 99, { a: "1" });
    store.add("sizes", 0, 98, { b: "2" });
  };
  expect(judge(fill, 'sizes{a:1, b:"2"}', "max==10").result).toMatchObject({ verdict: "pass", actual: 10 });
  expect(judge(fill, "sizes{a:}", "max==10").result).toMatchObject({ verdict: "no-data" });
});

test("a counter's rate is per second of the run", () => {
  const fill = (store: MetricStore): void => store.add("things", 0, 30, {});
  expect(judge(fill, "things", "rate==15", 2000).result).toMatchObject({ verdict: "pass" });
});

test("unknown metrics and statistics that do not fit are problems", () => {
  const nothing = (): void => undefined;
  expect(judge(nothing, "nosuch", "count>1").problems).toEqual(["thresholds: there is no metric 'nosuch'"]);
  expect(judge(nothing, "sizes", "count>1").problems).toEqual([
    "thresholds: sizes: 'count>1': a trend has no count (it has avg, min, med, max, p(x))",
  ]);
});

test("abortOnFail waits for data and for its delay", () => {
  const store = new MetricStore();
  const specs = new Map([["iterations", [spec("count<2", true, 5000)]]]);
  const { set } = bindThresholds(specs, store);
  expect(set.aborting(6000)).toEqual([]);
  for (let i = 0; i < 3; i++) store.add("iterations", 0, 1, {});
  expect(set.aborting(4000)).toEqual([]);
  expect(set.aborting(5000)).toEqual(["iterations"]);
});
