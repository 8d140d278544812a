// What an iteration that throws leaves behind, and values that a form cannot carry.
import { sleep } from "k6";
import http from "k6/http";

export const options = { vus: 1, iterations: 2 };

const sent = (form) => console.log(`said ${http.post(`${__ENV.BASE}/echo`, form).json("body")}`);

export default function () {
  const n = __ITER;
  // Not due before the throw, however slow the machine is.
  setTimeout(() => console.log(`said timer of ${n} in ${__ITER}`), n === 0 ? 3000 : 50);
  if (n === 0) {
    sent({ a: "x", d: null, u: undefined });
    sent({ l: [1, null, "z"], o: { g: 1 } });
    throw new Error("early");
  }
  sleep(0.2);
}
