// What is due while a virtual user is blocked: what it asks for shows the order.
import { sleep } from "k6";
import http from "k6/http";

const base = __ENV.BASE_URL || "http://127.0.0.1";

export default async function () {
  const answer = http.asyncRequest("GET", `${base}/asked`).then(() => http.asyncRequest("GET", `${base}/answered`));
  sleep(0.05);
  http.get(`${base}/slept`);
  sleep(0.05);
  http.get(`${base}/slept-again`);
  await answer;
  const woken = new Promise((resolve) => {
    setTimeout(() => resolve(http.asyncRequest("GET", `${base}/timer`)), 1);
  });
  sleep(0.05);
  http.get(`${base}/slept-once-more`);
  await woken;
  http.asyncRequest("GET", `${base}/late`).then(() => {
    setTimeout(() => http.asyncRequest("GET", `${base}/last`), 5);
  });
}
