// Promises and timers beside blocking calls: as in k6, what is due while a virtual user is blocked happens afterwards,
// and an iteration lasts until everything it asked for is answered.

import { expect, test } from "vitest";
import { Guard } from "../../runner/loader/guard.ts";

type Call = (...args: readonly unknown[]) => unknown;

function member(of: Readonly<Record<string, unknown>>, name: string): Call {
  const found = of[name];
  if (typeof found !== "function") throw new Error(`no ${name}`);
  return (...args) => Reflect.apply(found, undefined, args);
}

const turns = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n++) await new Promise(setImmediate);
};

/** k6's functions, watched, with time counted in turns of the event loop. */
function watched() {
  const guard = new Guard();
  const timers = new Map<number, () => unknown>();
  const rejected: unknown[] = [];
  const finished: number[] = [];
  const k6 = guard.watch("k6", { sleep: (count: number) => turns(count) });
  const http = guard.watch("k6/http", { asyncRequest: (count: number) => turns(count).then(() => count) });
  const clock = guard.watch("k6/timers", {
    setTimeout: (callback: () => unknown, count: number) => {
      const id = timers.size + 1;
      timers.set(id, callback);
      turns(count)
        .then(() => timers.get(id)?.())
        .then(() => finished.push(id))
        .catch((error: unknown) => rejected.push(error));
      return id;
    },
    clearTimeout: (id: number) => timers.set(id, () => undefined),
  });
  return {
    iteration: (body: () => unknown) => guard.exported(body)(),
    sleep: member(k6, "sleep"),
    asyncRequest: (count: number): Promise<unknown> => Promise.resolve(member(http, "asyncRequest")(count)),
    setTimeout: member(clock, "setTimeout"),
    clearTimeout: member(clock, "clearTimeout"),
    rejected,
    finished,
  };
}

test("answers and timers that are due during blocking calls come after them, in their order", async () => {
  const { iteration, sleep, asyncRequest, setTimeout } = watched();
  const seen: string[] = [];
  await iteration(async () => {
    setTimeout(() => seen.push("timer"), 1);
    const answer = asyncRequest(2).then(() => seen.push("answer"));
    await sleep(5);
    seen.push("slept");
    await sleep(5);
    seen.push("slept again");
    await answer;
    seen.push("awaited");
  });
  expect(seen).toEqual(["slept", "slept again", "timer", "answer", "awaited"]);
});

test("with nothing blocked they come when they are due", async () => {
  const { iteration, asyncRequest, setTimeout } = watched();
  const seen: string[] = [];
  await iteration(async () => {
    setTimeout(() => seen.push("timer"), 3);
    await asyncRequest(1);
    seen.push("first");
    await asyncRequest(5);
    seen.push("second");
  });
  expect(seen).toEqual(["first", "timer", "second"]);
});

test("a timer cleared before it was its turn does not run", async () => {
  const { iteration, sleep, setTimeout, clearTimeout, asyncRequest } = watched();
  const seen: string[] = [];
  await iteration(async () => {
    const id = setTimeout(() => seen.push("timer"), 1);
    await sleep(4);
    clearTimeout(id);
    await asyncRequest(4);
  });
  expect(seen).toEqual([]);
});

test("an iteration lasts until its answers have come, and those they ask for", async () => {
  const { iteration, asyncRequest } = watched();
  const seen: string[] = [];
  await iteration(() => {
    const ask = (left: number): Promise<unknown> =>
      asyncRequest(2).then(() => {
        seen.push(`answer ${left}`);
        if (left > 0) ask(left - 1);
      });
    ask(2);
  });
  expect(seen).toEqual(["answer 2", "answer 1", "answer 0"]);
});

test("a timer's callback lasts until its answers have come", async () => {
  const { iteration, asyncRequest, setTimeout, finished } = watched();
  const seen: unknown[] = [];
  await iteration(() => {
    setTimeout(() => {
      asyncRequest(3).then(() => seen.push([...finished]));
    }, 1);
  });
  await turns(8);
  expect(seen).toEqual([[]]);
  expect(finished).toEqual([1]);
});

test("what a request throws or a callback throws is passed on", async () => {
  const guard = new Guard();
  const http = guard.watch("k6/http", { asyncRequest: async () => Promise.reject(new Error("no route")) });
  const iteration = guard.exported(async () => await member(http, "asyncRequest")());
  await expect(Promise.resolve(iteration())).rejects.toThrow("no route");
  const { iteration: iterate, setTimeout, rejected } = watched();
  await iterate(() => {
    setTimeout(() => {
      throw new Error("in a timer");
    }, 1);
  });
  await turns(4);
  expect(rejected).toEqual([new Error("in a timer")]);
});
