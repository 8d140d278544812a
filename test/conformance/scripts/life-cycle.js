// Setup, iterations of two VUs, groups, checks, metrics, tags, teardown: everything that is counted.
import { check, group } from "k6";
import exec from "k6/execution";
import http from "k6/http";
import { Counter, Gauge, Rate, Trend } from "k6/metrics";

export { handleSummary } from "./support/summary.js";

const trend = new Trend("values");
const time = new Trend("waits", true);
const counter = new Counter("things");
const rate = new Rate("share");
const gauge = new Gauge("level");

export const options = {
  scenarios: {
    first: { executor: "per-vu-iterations", vus: 2, iterations: 3, tags: { kind: "a" }, env: { WHO: "first" } },
    second: { executor: "shared-iterations", vus: 1, iterations: 4, exec: "other", startTime: "1s" },
  },
  tags: { run: "r1" },
  summaryTrendStats: ["avg", "min", "med", "max", "p(90)", "p(99)", "count"],
  thresholds: {
    "http_reqs{name:echo,method:POST,status:200,scenario:first,kind:a,run:r1,expected_response:true,proto:HTTP/1.1}":
      [],
    "http_reqs{group:::outer::inner}": [],
    "http_reqs{group:::setup}": [],
    "http_reqs{url:echo}": [],
    "http_reqs{scenario:second}": [],
    "http_req_failed{expected_response:false}": [],
    "checks{check:right}": [],
    "checks{extra:tag}": [],
    "things{mine:yes}": [],
    "things{later:on}": [],
    "iterations{scenario:first}": [],
    "group_duration{group:::outer}": [],
    values: ["p(90)<1000"],
  },
};

export function setup() {
  http.get(`${__ENV.BASE}/echo`);
  return { list: [1, 2, 3], when: new Date(0), nothing: null };
}

export default function (data) {
  const res = http.post(`${__ENV.BASE}/echo`, JSON.stringify({ n: __ITER }), { tags: { name: "echo" } });
  check(res, { right: (r) => r.status === 200, "every other": () => __ITER % 2 === 0 }, { extra: "tag" });
  group("outer", () => {
    group("inner", () => {
      http.get(`${__ENV.BASE}/status/503`);
      check(data, { copied: (d) => d.list.length === 3 && d.when.startsWith("1970-01-01T00:00:00") });
    });
  });
  data.list.push(4);
  data.list.pop();
  counter.add(2, { mine: "yes" });
  if (exec.vu.iterationInScenario === 2) exec.vu.tags.later = "on";
  counter.add(1);
  trend.add(exec.scenario.iterationInTest * 1.5);
  time.add(250.5);
  rate.add(__ENV.WHO === "first");
  rate.add(__VU < 0);
  gauge.add(7);
}

export function other(data) {
  http.get(`${__ENV.BASE}/echo`);
  check(data, { "setup data": (d) => d.nothing === null, "no env": () => __ENV.WHO === undefined });
}

export function teardown(data) {
  http.get(`${__ENV.BASE}/echo`);
  check(data, { "in teardown": (d) => d.list.length === 3 });
}
