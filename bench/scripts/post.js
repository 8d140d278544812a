// What the suite's scenarios do, at its core: a POST with a JSON body, tags, and two checks on the answer.
import { check } from "k6";
import http from "k6/http";

const rate = Number(__ENV.RATE || 0);

const open = { executor: "constant-arrival-rate", rate, duration: __ENV.DURATION, preAllocatedVUs: 50, maxVUs: 200 };
const closed = { executor: "constant-vus", vus: Number(__ENV.VUS || 1), duration: __ENV.DURATION };

export const options = {
  scenarios: { load: { gracefulStop: "1s", ...(rate > 0 ? open : closed) } },
  summaryTrendStats: ["med", "p(95)", "p(99)", "count"],
  thresholds: { "http_req_duration{endpoint:predict}": [], checks: ["rate==1"] },
};

const params = {
  headers: { "Content-Type": "application/json" },
  tags: { endpoint: "predict", phase: "measure", name: "predict" },
};

export default function () {
  const body = JSON.stringify({ text: "a sentence of the usual length, as somebody would write it" });
  const res = http.post(__ENV.URL, body, params);
  check(res, { "status is 200": (r) => r.status === 200, "has a label": (r) => r.json("label") === "positive" });
}

export function handleSummary(data) {
  return { [__ENV.OUT]: JSON.stringify(data) };
}
