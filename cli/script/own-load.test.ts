import { expect, test } from "vitest";
import { CliError } from "../../lib/core/exit.ts";
import { ownLoad } from "./own-load.ts";

const exports = ["default", "options"];

test("without USERS or RATE the script's load is its own", () => {
  expect(ownLoad({ WARMUP: "3s" }, { DURATION: "5m" }, exports)).toBeUndefined();
});

test("TRACE=0 asks for nothing, and is no reason to refuse a script", () => {
  expect(ownLoad({ TRACE: "0" }, {}, exports)).toBeUndefined();
});

test("USERS with DURATION is one scenario of the default function, warm-up included", () => {
  const load = ownLoad({ USERS: "7", DURATION: "20s", WARMUP: "5s" }, {}, exports);
  expect(load?.options).toEqual({
    scenarios: { default: { executor: "constant-vus", vus: 7, duration: "25000ms" } },
  });
  expect(load?.load).toMatchObject({ warmupMs: 5000, durationMs: 20_000 });
  expect(load?.announcement).toContain("7 users for 25 s");
});

test("RATE is iterations a second, also a fraction of one; a command's own length stands in for DURATION", () => {
  const load = ownLoad({ RATE: "0.5" }, { DURATION: "9000ms", WARMUP: "1s" }, exports);
  expect(load?.options).toMatchObject({
    scenarios: { default: { executor: "constant-arrival-rate", rate: 30, timeUnit: "1m", duration: "10000ms" } },
  });
});

test.each([
  [{ DURATION: "20s" }, exports, "a script's own load lasts as long as its options say"],
  [{ USERS: "2", RATE: "3" }, exports, "both set"],
  [{ USERS: "none" }, exports, "USERS=none"],
  [{ USERS: "2" }, ["options", "checkout"], "it has none (it exports checkout)"],
  [{ RATE: "2", ARRIVALS: "poisson" }, exports, "ARRIVALS"],
  [{ TRACE: "1" }, exports, "a script sends its own headers"],
])("%j is refused", (env, exported, text) => {
  expect(() => ownLoad(env, {}, exported)).toThrow(CliError);
  expect(() => ownLoad(env, {}, exported)).toThrow(text);
});
