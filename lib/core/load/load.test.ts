import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceScenario } from "../../../test/support/named-scenario.ts";
import { referenceService } from "../service/reference.ts";
import { loadEndpoints } from "../service/request-kinds.ts";
import { parseLoadOptions, toEnv } from "./load-options.ts";
import { phaseAt, plannedMs, stageAt } from "./load-plan.ts";
import { parseMix } from "./mix.ts";
import { endpointAt, textsAt, thinkTimeMs } from "./workload.ts";

const referenceEndpoints = loadEndpoints(referenceService);

const baseline = referenceScenario("baseline");
const concurrency = referenceScenario("concurrency");

describe("load options", () => {
  test("reports every wrong variable at once, with what it must be", () => {
    const parsed = parseLoadOptions(
      { USERS: "0", DURATION: "soon", SEED: "1.5" },
      baseline.defaults,
      referenceEndpoints,
    );
    expect(parsed).toEqual({
      kind: "problems",
      problems: [
        "USERS=0: must be a whole number from 1 to 10000",
        "DURATION=soon: must be a time of at least 1s, such as 60s or 2m",
        "SEED=1.5: must be a whole number from 0 to 2147483647",
      ],
    });
  });

  test("users who wait for their answers have no arrivals to space", () => {
    const parsed = parseLoadOptions({ ARRIVALS: "poisson" }, baseline.defaults, referenceEndpoints);
    expect(parsed.kind === "problems" && parsed.problems).toEqual([expect.stringContaining("needs a RATE")]);
    const open = parseLoadOptions({ ARRIVALS: "poisson", RATE: "20" }, baseline.defaults, referenceEndpoints);
    expect(open.kind === "options" && baseline.plan(open.options).load.arrivals).toBe("poisson");
    const even = parseLoadOptions({ RATE: "20" }, baseline.defaults, referenceEndpoints);
    expect(even.kind === "options" && baseline.plan(even.options).load.arrivals).toBeUndefined();
  });

  test("an empty variable is an unset one", () => {
    const parsed = parseLoadOptions({ USERS: "", RATE: "" }, baseline.defaults, referenceEndpoints);
    expect(parsed).toEqual({ kind: "options", options: baseline.defaults });
  });

  test("a script reads back exactly what was decided", () => {
    const options = fc.record({
      users: fc.integer({ min: 1, max: 10_000 }),
      ratePerSec: fc.double({ min: 0.1, max: 1000, noNaN: true }),
      arrivals: fc.constantFrom("even" as const, "poisson" as const),
      durationMs: fc.integer({ min: 1000, max: 86_400_000 }),
      warmupMs: fc.integer({ min: 0, max: 86_400_000 }),
      thinkMs: fc.integer({ min: 0, max: 10_000 }),
      seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      repeatShare: fc.double({ min: 0, max: 1, noNaN: true }),
      mix: fc
        .constantFrom("predict:1", "predict:15,batch-50:1,health:4", "batch-5:2,batch-25:3")
        .map((text) => parseMix(text, referenceEndpoints) ?? []),
    });
    fc.assert(
      fc.property(options, (o) => {
        expect(parseLoadOptions(toEnv(o), baseline.defaults, referenceEndpoints)).toEqual({
          kind: "options",
          options: o,
        });
        const closed = { ...o, ratePerSec: undefined, arrivals: baseline.defaults.arrivals };
        expect(parseLoadOptions(toEnv(closed), baseline.defaults, referenceEndpoints)).toEqual({
          kind: "options",
          options: closed,
        });
      }),
    );
  });
});

describe("a mix", () => {
  test.each([
    "",
    "predict",
    "predict:0",
    "predict:1.5",
    "lunch:1",
    "predict:1,predict:2",
    "predict:1:2",
    "predict:1001",
  ])("is not %j", (text) => {
    expect(parseMix(text, referenceEndpoints)).toBeUndefined();
  });
});

describe("workload", () => {
  const { mix, options } = baseline.plan(baseline.defaults);
  test("keeps the guide's proportions exactly over every round", () => {
    const round = Array.from({ length: 14 }, (_, i) => endpointAt(mix, 7, 14 * 5 + i));
    expect(mix.map((n) => round.filter((x) => x === n).length)).toEqual([6, 2, 3, 1, 2]);
  });

  test("a request follows from its index alone, whatever was asked before it", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { minLength: 2, maxLength: 20 }), fc.nat(1000), (indices, seed) => {
        const ask = (index: number) => [
          index,
          endpointAt(mix, seed, index),
          textsAt(index, 5, 400, { seed, repeatShare: 0.5 }),
        ];
        expect([...indices].reverse().map(ask).reverse()).toEqual(indices.map(ask));
      }),
    );
    const texts = (index: number) => JSON.stringify(textsAt(index, 5, 400, { seed: 3, repeatShare: 0.5 }));
    expect(new Set(Array.from({ length: 100 }, (_, i) => texts(i))).size).toBeGreaterThan(95);
  });

  test("repeats follow Zipf's law: the most popular of 400 texts is drawn about 1/H(400) of the time", () => {
    const draws = Array.from({ length: 20_000 }, (_, i) => textsAt(i, 1, 400, { seed: 3, repeatShare: 1 })[0]);
    const first = draws.filter((d) => d?.text === 0).length / draws.length;
    expect(first).toBeGreaterThan(0.09);
    expect(first).toBeLessThan(0.16);
    expect(draws.every((d) => d !== undefined && d.marker === undefined && d.text >= 0 && d.text < 400)).toBe(true);
  });

  test("texts that are not repeats are unique", () => {
    const markers = Array.from({ length: 2000 }, (_, i) => textsAt(i, 5, 400, { seed: 3, repeatShare: 0 }))
      .flat()
      .map((c) => `${c.marker}:${c.text}`);
    expect(new Set(markers).size).toBe(markers.length);
  });

  test("think times stay within half of their mean and keep it on average", () => {
    const pauses = Array.from({ length: 5000 }, (_, i) => thinkTimeMs(400, options.seed, i));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(200);
    expect(Math.max(...pauses)).toBeLessThan(600);
    expect(Math.abs(pauses.reduce((a, b) => a + b, 0) / pauses.length - 400)).toBeLessThan(10);
  });
});

describe("load plans", () => {
  test("what is sent before the warm-up's end is never judged", () => {
    const plan = baseline.plan(baseline.defaults);
    expect([phaseAt(plan, 9_999), phaseAt(plan, 10_000), phaseAt(plan, 200_000)]).toEqual([
      "warmup",
      "measure",
      "measure",
    ]);
    expect(plannedMs(plan)).toBe(70_000);
  });

  test("stages have names of their own, however few the users", () => {
    for (const users of [1, 2, 3, 4, 40]) {
      const { stages } = concurrency.plan({ ...concurrency.defaults, users }).load;
      expect(new Set(stages.map((s) => s.name)).size).toBe(4);
    }
  });

  test("each stage of rising users has time to settle", () => {
    const plan = concurrency.plan(concurrency.defaults);
    expect(plan.load.stages.map((s) => s.users)).toEqual([1, 13, 27, 40]);
    expect(stageAt(plan.load.stages, 25_000)?.name).toBe("13 users");
    expect([phaseAt(plan, 26_999), phaseAt(plan, 27_000)]).toEqual(["warmup", "measure"]);
  });
});
