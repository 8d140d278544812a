import { describe, expect, test } from "vitest";
import { analyse } from "./analysis.ts";
import { CallTreeBuilder, treeProfile } from "./call-tree.ts";
import { ownCategory } from "./category.ts";
import {
  type CallGraph,
  type Profile,
  type ProfileFacts,
  type ProfileFunction,
  type ProfileLoad,
  threadFunction,
  UNKNOWN_LOAD,
} from "./profile.ts";
import { roadmapOf } from "./roadmap.ts";

const facts: ProfileFacts = {
  kind: "wall-sampling",
  source: "test",
  durationUs: null,
  sampleCount: 0,
  intervalUs: 1000,
  load: UNKNOWN_LOAD,
  notes: [],
};

const fn = (text: string): ProfileFunction => {
  const [name = "", file = ""] = text.split("@");
  return { name, file, line: file === "" ? null : 1, column: null };
};

/** A profile from `name@file > name@file: samples of a millisecond`; `[title]` begins a thread. */
const profileOf = (stacks: Record<string, number>): Profile => {
  const tree = new CallTreeBuilder();
  for (const [stack, samples] of Object.entries(stacks)) {
    const frames = stack.split(" > ").map((frame) => {
      const thread = /^\[(.*)\]$/.exec(frame)?.[1];
      return tree.fn(thread === undefined ? fn(frame) : threadFunction(thread));
    });
    tree.addStack(frames, samples * 1000, samples);
  }
  return treeProfile(facts, tree);
};

const shares = (profile: Profile): Record<string, number> =>
  Object.fromEntries(analyse(profile, 20).categories.map((row) => [row.category, row.selfUs / 1000]));

describe("what a function is for", () => {
  const cases: [text: string, category: string | undefined][] = [
    ["(idle)", "idle"],
    ["(garbage collector)", "garbage collection"],
    ["(program)", "native and V8"],
    ["atomicsWaitLoop@file:///app/node_modules/piscina/dist/worker.js", "idle"],
    ["<method 'poll' of 'select.epoll' objects>", "idle"],
    ["featureVector@file:///app/service/model/text-features.ts", "feature extraction"],
    ["tokenise@file:///app/service/model/text-features.ts", "feature extraction"],
    ["dot@file:///app/service/model/row-products.ts", "inference"],
    ["naiveMultiply@file:///app/service/model/inference.ts", "inference"],
    ["(anonymous)@file:///app/service/model/network.ts", "inference"],
    ["writeLine@file:///app/service/log-file.ts", "logging"],
    ["predict@/srv/inference-service/app/main.py", "inference"],
    ["health@/srv/inference-service/app/main.py", undefined],
    ["emit@/usr/lib/python3.11/logging/__init__.py", "logging"],
    ["iterencode@/usr/lib/python3.11/json/encoder.py", "serialisation"],
    ["transform@/venv/lib/python3.11/site-packages/sklearn/feature_extraction/text.py", "feature extraction"],
    ["_decision_function@/venv/lib/python3.11/site-packages/sklearn/linear_model/_base.py", "inference"],
    ["run_asgi@/venv/lib/python3.11/site-packages/uvicorn/protocols/http/h11_impl.py", "http"],
    ["flushSync@file:///app/node_modules/sonic-boom/index.js", "logging"],
    ["asString@file:///app/node_modules/fast-json-stringify/lib/serializer.js", "serialisation"],
    ["lookup@file:///app/node_modules/find-my-way/index.js", "http"],
    ["parserOnIncoming@node:_http_server", "http"],
    ["consoleCall@node:internal/console/constructor", "logging"],
    ["merge@file:///app/node_modules/lodash/lodash.js", undefined],
    ["catalogue@file:///app/src/shop.js", undefined],
    ["verifyToken@file:///app/src/auth.js", undefined],
    ["find@file:///app/src/models/user.js", undefined],
    ["connect@file:///app/src/network/client.js", undefined],
  ];
  for (const [text, category] of cases) test(text, () => expect(ownCategory(fn(text))).toBe(category));
});

describe("time by category", () => {
  test("a frame that says nothing belongs to who called it", () => {
    const profile = profileOf({
      "predict@file:///app/model.js > (anonymous)@file:///app/shop.js > merge@file:///app/node_modules/lodash/lodash.js": 7,
      "handle@file:///app/shop.js": 3,
    });
    expect(shares(profile)).toEqual({ inference: 7, other: 3 });
  });

  test("a logger's JSON and writes are logging, also when inference logs", () => {
    const profile = profileOf({
      "predict@file:///app/model.js > info@file:///app/node_modules/pino/lib/proto.js > stringify": 2,
      "predict@file:///app/model.js > info@file:///app/node_modules/pino/lib/proto.js > writeSync@node:fs > writeString": 3,
      "predict@file:///app/model.js": 5,
    });
    expect(shares(profile)).toEqual({ inference: 5, logging: 5 });
  });

  test("a callback that mostly calls the logger builds log lines", () => {
    const profile = profileOf({
      "predict@file:///app/model.js > (anonymous)@file:///app/assemble.js": 4,
      "predict@file:///app/model.js > (anonymous)@file:///app/assemble.js > writeLine@file:///app/log-file.js": 1,
    });
    expect(shares(profile)).toEqual({ logging: 5 });
  });

  test("what a waiting function calls is not waiting", () => {
    const wait = "atomicsWaitLoop@file:///app/node_modules/piscina/dist/worker.js";
    const profile = profileOf({ [wait]: 9, [`${wait} > helper@file:///app/shop.js`]: 1 });
    expect(shares(profile)).toEqual({ idle: 9, other: 1 });
  });

  test("shares are of busy time", () => {
    const analysis = analyse(profileOf({ "predict@file:///app/model.js": 20, "(idle)": 80 }), 5);
    expect(analysis.busyShare).toBeCloseTo(0.2);
    expect(analysis.categories.find((row) => row.category === "inference")?.shareOfBusy).toBe(1);
    expect(analysis.categories.find((row) => row.category === "idle")?.shareOfBusy).toBeNull();
  });

  test("without stacks a built-in belongs to the caller it cost most", () => {
    const functions = [
      fn("predict@/app/model.py"),
      fn("extractFeatures@/app/text.py"),
      fn("<built-in method builtins.sum>"),
    ];
    const total = (index: number, selfUs: number) => ({
      fn: index,
      calls: 1,
      primitiveCalls: 1,
      selfUs,
      cumulativeUs: 10,
    });
    const edge = (caller: number, selfUs: number) => ({
      caller,
      callee: 2,
      calls: 1,
      primitiveCalls: 1,
      selfUs,
      cumulativeUs: selfUs,
    });
    const calls: CallGraph = {
      shape: "graph",
      totals: [total(0, 5), total(1, 2), total(2, 9)],
      edges: [edge(0, 3), edge(1, 6)],
    };
    const profile: Profile = { ...facts, sampleCount: null, kind: "deterministic", functions, calls };
    expect(shares(profile)).toEqual({ "feature extraction": 0.011, inference: 0.005 });
  });
});

const HANDLER = "[main] > parserOnIncoming@node:_http_server > handle@file:///app/shop.js";
const baseline = {
  [`${HANDLER} > predict@file:///app/model.js > multiply@file:///app/model.js`]: 700,
  [`${HANDLER} > predict@file:///app/model.js > tokenise@file:///app/features.js`]: 200,
  [`${HANDLER} > predict@file:///app/model.js > writeLine@file:///app/log.js > writeSync@node:fs`]: 80,
  [`${HANDLER} > stringify`]: 20,
  "[main] > (idle)": 500,
};

describe("findings", () => {
  test("the guide's four problems, in the order of their measured cost", () => {
    const found = analyse(profileOf(baseline), 10).findings.map(({ title, costUs }) => [title, costUs / 1000]);
    expect(found).toEqual([
      ["event-loop-blocking inference", 900],
      ["per-item batching", 700],
      ["repeated feature extraction", 200],
      ["synchronous logging", 80],
      ["serialisation", 20],
    ]);
  });

  test("inference in a worker blocks no event loop, and one product over many items is no per-item batching", () => {
    const profile = profileOf({
      "[main] > parserOnIncoming@node:_http_server": 10,
      "[worker 1] > predict@file:///app/model.js > rowProducts@file:///app/products.js": 80,
      "[worker 1] > predict@file:///app/model.js > addBias@file:///app/model.js": 10,
    });
    expect(analyse(profile, 10).findings.map((finding) => finding.id)).toEqual(["http"]);
  });

  test("a Python thread pool is no event loop", () => {
    const profile = profileOf({
      "run_forever@/usr/lib/python3.11/asyncio/base_events.py": 5,
      "_worker@/usr/lib/python3.11/concurrent/futures/thread.py > predict@/app/model.py": 95,
    });
    expect(analyse(profile, 10).findings.map((finding) => finding.id)).not.toContain("blocking-inference");
  });
});

describe("roadmap", () => {
  const load: ProfileLoad = {
    ...UNKNOWN_LOAD,
    serviceProfile: "baseline",
    requests: 100,
    texts: 1000,
    batchTexts: 900,
    repeatShare: 0.5,
    endpoints: [
      { name: "batch-5", batchSize: 5, count: 10, meanMs: 20, maxMs: 30 },
      { name: "batch-50", batchSize: 50, count: 10, meanMs: 155, maxMs: 200 },
      { name: "health", batchSize: null, count: 10, meanMs: 60, maxMs: 150 },
    ],
  };
  const items = roadmapOf(analyse(profileOf(baseline), 10).findings, load);

  test("ranks by what the load lets each change reach", () => {
    expect(items.map((item) => item.id)).toEqual(["P1", "P2", "P3", "P4", "MB", "JSON"]);
    expect(items.find((item) => item.id === "P3")).toMatchObject({ shareOfBusy: 0.2, reach: 0.5, potential: 0.1 });
    expect(items.find((item) => item.id === "P2")?.potential).toBeCloseTo(0.63);
  });

  test("names the experiment, and what the load run shows", () => {
    const [p1, p2] = items;
    expect(p1?.experiment).toContain("BASELINE_PROFILE=baseline SERVICE_PROFILE=p1 tailgate compare");
    expect(p1?.evidence.join()).toContain("health took 60.0 ms on average and up to 150 ms beside batch-50");
    expect(p2?.evidence.join()).toContain("each further row added 3.0 ms");
  });

  test("promises no gain where the work stays", () => {
    expect(items.find((item) => item.id === "P1")).toMatchObject({ saves: "waiting", ceiling: null });
    expect(items.find((item) => item.id === "P4")?.ceiling).toBeCloseTo(1 / 0.92);
  });

  test("from a profile that has a change, the next experiment keeps it", () => {
    const next = roadmapOf(analyse(profileOf(baseline), 10).findings, { ...load, serviceProfile: "p1" });
    expect(next.find((item) => item.id === "P2")?.experiment).toContain("BASELINE_PROFILE=p1 SERVICE_PROFILE=p1234");
  });

  test("an unknown load reaches everything, and says that it is unknown", () => {
    const unknown = roadmapOf(analyse(profileOf(baseline), 10).findings, UNKNOWN_LOAD);
    expect(unknown.find((item) => item.id === "P3")).toMatchObject({ reach: null, potential: 0.2 });
    expect(unknown.find((item) => item.id === "P3")?.experiment).toContain("CMD=");
  });
});
