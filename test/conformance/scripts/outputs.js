// A few samples of every kind, with tags that need quoting.
import { check, group } from "k6";
import http from "k6/http";
import { Trend } from "k6/metrics";

const own = new Trend("own", true);

export const options = {
  iterations: 1,
  tags: { run: "r,1" },
  thresholds: {
    own: ["p(95)<500", { threshold: "avg<1000", abortOnFail: true }],
    "http_reqs{status:404}": ["count<5"],
  },
};

export default function () {
  group("g", () => {
    const res = http.get(`${__ENV.BASE}/status/200?x=1,2`);
    check(res, { 'is "well"': (r) => r.status === 200 }, { extra: "e" });
  });
  own.add(1.5, { own: "o" });
  http.get("http://127.0.0.1:1/");
}
