// asyncRequest and await beside blocking calls, data from a SharedArray, a timer that is awaited.
import { check, sleep } from "k6";
import { SharedArray } from "k6/data";
import http from "k6/http";
import { setTimeout } from "k6/timers";

const users = new SharedArray("users", () => JSON.parse(open("./users.json")).users);

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function both(id) {
  const [user, posts] = await Promise.all([
    http.asyncRequest("GET", `/users/${id}`),
    http.asyncRequest("GET", `/posts/${id}`),
  ]);
  check(user, { "user found": (r) => r.status === 200 });
  return { user, posts };
}

export default async function () {
  const user = users[__ITER % users.length];
  const { posts } = await both(user.id);
  await pause(5);
  for (const id of [1, 2]) {
    const res = http.get(`/post/${id}`);
    check(res, { ok: (r) => r.status === posts.status });
  }
  const all = await Promise.all(users.map(async ({ id }) => (await both(id)).user.status));
  sleep(0.5);
  return all;
}
