import http from "k6/http";

const body = (name) => JSON.stringify({ name });

export const read = (url, params) => http.get(url, params);
export function remove(url, params) {
  const res = http.del(url, null, params);
  return res.status === 404 ? http.get(url) : res;
}
export const update = (url, params) => http.patch(url, body("new"), params);
