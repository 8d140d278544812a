import { expect, test } from "vitest";
import { ms } from "../../lib/core/units.ts";
import { VirtualClock } from "../../test/support/virtual-clock.ts";
import { TestAborted } from "../api/execution.ts";
import { sharedHttp } from "../http/client.ts";
import { TagSets } from "../metrics/tag-set.ts";
import { readOptions } from "../options/run-options.ts";
import { VuState } from "../vu/vu-state.ts";
import { RunningScenario } from "./running-scenario.ts";
import type { ScriptInstance } from "./script-instance.ts";
import { VirtualUser } from "./virtual-user.ts";

const { options } = readOptions({
  scenarios: { one: { executor: "constant-vus", duration: "9s", tags: { kind: "k" } } },
});

/** A VU whose iterations run `body`, in virtual time. */
const userOf = (body: (vu: VuState, data: unknown) => unknown, minIterationDurationMs = 0) => {
  if (options === undefined) throw new Error("the options of this test are wrong");
  const clock = new VirtualClock();
  const samples: [string, number, string][] = [];
  const seen = { completed: 0, interrupted: 0, aborted: 0, threw: [] as unknown[] };
  const shared = {
    clock,
    wallOffset: 1_000_000,
    http: options.http,
    tagSets: new TagSets(),
    runTags: { run: "r" },
    sink: (name: string, timeMs: number, value: number, tags: object) =>
      void samples.push([`${name} at ${timeMs}`, value, JSON.stringify(tags)]),
    client: sharedHttp({ monotonic: () => clock.now(), systemTags: options.http.systemTags }),
  };
  const state = new VuState(7, shared);
  const call = (data: unknown): unknown => body(state, data);
  const script: ScriptInstance = {
    exports: {},
    function: () => call,
    optionalFunction: () => call,
    setIteration: () => undefined,
    setEnv: () => undefined,
    parse: (json) => (json === undefined ? undefined : JSON.parse(json)),
    pendingTimers: () => undefined,
    startIteration: () => undefined,
    endIteration: () => undefined,
    close: () => undefined,
  };
  const observer = {
    completed: () => {
      seen.completed++;
    },
    interrupted: () => {
      seen.interrupted++;
    },
    aborted: () => {
      seen.aborted++;
    },
    threw: (error: unknown) => void seen.threw.push(error),
  };
  const vu = new VirtualUser({
    state,
    script,
    observer,
    minIterationDurationMs: ms(minIterationDurationMs),
    setupJson: () => '{"list":[1]}',
  });
  const [scenario] = options.scenarios;
  if (scenario === undefined) throw new Error("the options of this test have no scenario");
  vu.assign(new RunningScenario(scenario, { index: 0, of: 1 }, ms(0), 1_000_000, clock));
  return { vu, clock, samples, seen };
};

const TAGS = '{"group":"","kind":"k","run":"r","scenario":"one"}';

test("an iteration ends with its duration and count, tagged with scenario and run", async () => {
  const { vu, clock, samples, seen } = userOf((state) => state.sleep(ms(40)));
  const done = vu.iterate();
  await clock.advance(100);
  await done;
  expect(samples).toEqual([
    ["iteration_duration at 1000040", 40, TAGS],
    ["iterations at 1000040", 1, TAGS],
  ]);
  expect(seen).toEqual({ completed: 1, interrupted: 0, aborted: 0, threw: [] });
});

test("what is cut leaves no samples, even when the script swallows errors and goes on", async () => {
  const { vu, clock, samples, seen } = userOf(async (state) => {
    await state.sleep(ms(10));
    state.emit("before", 1, 1, state.tags());
    await state.sleep(ms(1000)).catch(() => undefined);
    state.emit("after", 1, 1, state.tags());
  });
  const done = vu.iterate();
  await clock.advance(50);
  vu.cut();
  await done;
  await clock.advance(5000);
  expect(samples.map(([name]) => name)).toEqual(["before at 1"]);
  expect(seen).toEqual({ completed: 0, interrupted: 1, aborted: 0, threw: [] });
  const next = vu.iterate();
  await clock.advance(10_000);
  await next;
  expect(seen.completed).toBe(1);
});

test("a throw is told and counts as an iteration; an abort of the test is not told", async () => {
  const thrown = new Error("x");
  const throwing = userOf(() => Promise.reject(thrown));
  await throwing.vu.iterate();
  expect(throwing.seen).toEqual({ completed: 1, interrupted: 0, aborted: 0, threw: [thrown] });
  const aborting = userOf(() => Promise.reject(new TestAborted("enough")));
  await aborting.vu.iterate();
  expect(aborting.seen).toEqual({ completed: 1, interrupted: 0, aborted: 1, threw: [] });
});

test("minIterationDuration makes the VU wait, but not the iteration's duration longer", async () => {
  const { vu, clock, samples } = userOf((state) => state.sleep(ms(40)), 300);
  let endedAt = 0;
  const done = vu.iterate().then(() => {
    endedAt = clock.now();
  });
  await clock.advance(1000);
  await done;
  expect(endedAt).toBe(300);
  expect(samples[0]).toEqual(["iteration_duration at 1000040", 40, TAGS]);
});

test("each VU has its own copy of setup's data, and keeps it between iterations", async () => {
  const lists: unknown[] = [];
  const body = (_state: VuState, data: unknown): void => {
    if (typeof data !== "object" || data === null || !("list" in data) || !Array.isArray(data.list)) return;
    data.list.push(2);
    lists.push([...data.list]);
  };
  const [first, second] = [userOf(body), userOf(body)];
  await first.vu.iterate();
  await first.vu.iterate();
  await second.vu.iterate();
  expect(lists).toEqual([
    [1, 2],
    [1, 2, 2],
    [1, 2],
  ]);
});

test("the first request of an iteration that was due tells how late it was sent, with that request's tags", async () => {
  const { vu, clock, samples } = userOf((state) => {
    state.sent(clock.now());
    state.sent(clock.now() + 50);
    state.emit("http_req_duration", 1, 1, { name: "first" });
    state.emit("http_req_duration", 2, 1, { name: "second" });
  });
  await clock.advance(30);
  await vu.iterate(ms(27));
  expect(samples.filter(([name]) => name.startsWith("tailgate_send_lag"))).toEqual([
    ["tailgate_send_lag at 1", 3, '{"name":"first"}'],
  ]);
});
