// Many users who do next to nothing: what a VU costs in memory.
import { sleep } from "k6";
import http from "k6/http";

export const options = { vus: Number(__ENV.VUS), duration: __ENV.DURATION };

export default function () {
  http.get(__ENV.URL);
  sleep(5);
}
