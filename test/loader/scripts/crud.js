// The classic: log in once, then create, read, update and delete, each in a group.
import { check, group, sleep } from "k6";
import { b64encode } from "k6/encoding";
import http from "k6/http";
import * as steps from "./crud-steps.js";

export const options = { stages: [{ duration: "1s", target: 3 }], thresholds: { checks: ["rate>0.9"] } };

const base = __ENV.BASE_URL || "http://127.0.0.1";

export function setup() {
  const res = http.post(`${base}/login`, { user: "a", password: b64encode("b") });
  check(res, { "logged in": (r) => r.json("token") !== "" });
  return { token: res.json("token") };
}

export default (data) => {
  const withTag = (name) => ({ headers: { Authorization: `Bearer ${data.token}` }, tags: { name } });
  let url = `${base}/things/`;
  group("01. create", () => {
    const res = http.post(url, { name: "thing" }, withTag("create"));
    if (check(res, { created: (r) => r.status === 201 || r.status === 200 })) url = `${url}${res.json("id")}/`;
    else {
      console.log(`could not create: ${res.status} ${res.body}`);
      return;
    }
  });
  for (const [name, step] of Object.entries(steps)) {
    if (typeof step !== "function") continue;
    group(name, () => {
      const res = step(url, withTag(name));
      check(res, { [`${name} worked`]: (r) => r.status < 400 });
    });
  }
  group("list", () => {
    let page = 1;
    let seen = 0;
    do {
      const res = http.get(`${base}/things?page=${page}`, withTag("list"));
      seen += res.json("items").length;
      page = res.json("next");
    } while (page && seen < 10);
    const all = http.batch({ front: `${base}/`, style: { method: "GET", url: `${base}/style.css` } });
    for (const r of Object.values(all)) check(r, { ok: (x) => x.status === 200 });
  });
  sleep(1);
};
