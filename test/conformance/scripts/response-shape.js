// A response as an object: what it lists, what a copy of it keeps, and what print shows; and options whose names are not
// in their usual case.
import { check } from "k6";
import exec from "k6/execution";
import http from "k6/http";

export { handleSummary } from "./support/summary.js";

export const options = {
  VUS: 2,
  Iterations: 2,
  TAGS: { suite: "s1" },
  DiscardResponseBodies: true,
  Thresholds: { "http_reqs{suite:s1}": [{ Threshold: "count==2" }] },
};

export default function () {
  const res = http.get(`${__ENV.BASE}/echo`);
  const listed = [];
  for (const name in res) listed.push(name);
  const copy = { ...res, status: 418 };
  check(res, {
    "lists all fields": () => listed.join() === Object.keys(res).join(),
    "a copy has the fields": () =>
      copy.status === 418 && copy.headers["Content-Type"] === "application/json" && copy.timings.duration > 0,
    "a copy has the methods": () => typeof copy.json === "function" && typeof copy.html === "function",
    "bodies were discarded": () => res.body === null,
    "two users": () => exec.test.options.scenarios.default.vus === 2,
  });
  if (exec.scenario.iterationInTest === 0) {
    console.log(`fields ${Object.keys(res).join()}`);
    console.log(`printed ${Object.keys(JSON.parse(JSON.stringify(res))).join()}`);
    console.log(`ocsp ${JSON.stringify(res.ocsp).replace(/"/g, "'")}`);
  }
}
