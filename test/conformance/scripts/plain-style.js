// Calls that wait, in the places where scripts put them: helpers, classes, callbacks, loops.
import { check, group, sleep } from "k6";
import http from "k6/http";

export { handleSummary } from "./support/summary.js";

export const options = { vus: 2, iterations: 4, thresholds: { "http_reqs{name:item}": [], "checks{check:order}": [] } };

class Client {
  constructor(base) {
    this.base = base;
  }
  get(path) {
    return http.get(`${this.base}${path}`, { tags: { name: "item" } });
  }
  all(paths) {
    return paths.map((path) => this.get(path).status);
  }
}

const twice = (act) => [act(), act()];

export default function () {
  const client = new Client(__ENV.BASE);
  const seen = [];
  [1, 2].forEach((n) => {
    seen.push(`${n}:${client.get("/echo").status}`);
  });
  seen.push(...client.all(["/echo", "/status/404"]));
  for (const status of twice(() => client.get("/status/201").status)) seen.push(status);
  const ok = ["/echo", "/status/500"].filter((path) => client.get(path).status === 200);
  const sum = [1, 2].reduce((total, n) => total + n * client.get("/echo").status, 0);
  const result = group("inner", () => {
    sleep(0.01);
    return client.get("/echo").json("method");
  });
  check(null, {
    order: () => JSON.stringify(seen) === '["1:200","2:200",200,404,201,201]',
    filter: () => ok.length === 1,
    reduce: () => sum === 600,
    group: () => result === "GET",
  });
}
