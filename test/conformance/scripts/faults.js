// What a script sees of requests that fail, one fault after the other.
import http from "k6/http";

export { handleSummary } from "./support/summary.js";

export const options = {
  iterations: 1,
  thresholds: { "http_req_failed{expected_response:false}": [], "http_req_failed{expected_response:true}": [] },
};

export default function () {
  const { BASE } = __ENV;
  const said = (what, res) => console.log(`saw ${what} ${res.status} ${res.error_code} ${res.body === null}`);
  said("refused", http.get("http://127.0.0.1:1/"));
  said("missing", http.get(`${BASE}/no-such-path`));
  said("broken", http.get(`${BASE}/status/500`));
  said("reset", http.get(`${BASE}/reset`));
  said("late", http.get(`${BASE}/stall`, { timeout: "200ms" }));
  said("redirected", http.get(`${BASE}/redirect/3`));
  said("not-followed", http.get(`${BASE}/redirect/3`, { redirects: 0 }));
  said("too-many", http.get(`${BASE}/redirect/3`, { redirects: 2 }));
  said("scheme", http.get("nonsense://x/"));
  said("expected", http.get(`${BASE}/status/404`, { responseCallback: http.expectedStatuses(404) }));
}
