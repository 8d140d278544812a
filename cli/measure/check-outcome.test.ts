import { expect, test } from "vitest";
import { syntheticRecording } from "../../test/compare/synthetic-recording.ts";
import { checkOutcome, faultOf } from "./check-outcome.ts";

const script = { foreign: {} };
const seen = syntheticRecording({ id: "run" });
const nothing = { ...seen, endpoints: [] };
const aborted = { exitCode: 108, problem: "test aborted: enough" };
const panicked = { exitCode: 2, problem: "panic", died: "exit code 2: panic" };

test("a script that ended its own test has a run, with its fault", () => {
  expect(() => checkOutcome(script, aborted, seen)).not.toThrow();
  expect(faultOf(script, aborted)).toBe(aborted);
});

test("a generator that died is no fault of the script, whose run says so itself", () => {
  expect(() => checkOutcome(script, panicked, seen)).not.toThrow();
  expect(faultOf(script, panicked)).toBeUndefined();
});

test("without a request there is no run: the script's code, 4 of a generator that died", () => {
  expect(() => checkOutcome(script, aborted, nothing)).toThrow(expect.objectContaining({ code: 108 }));
  expect(() => checkOutcome(script, panicked, nothing)).toThrow(expect.objectContaining({ code: 4 }));
});

test("of a scenario what was seen before the generator died counts, an abort does not", () => {
  expect(() => checkOutcome({}, panicked, seen)).not.toThrow();
  expect(() => checkOutcome({}, aborted, seen)).toThrow(expect.objectContaining({ code: 4 }));
  expect(faultOf({}, panicked)).toBeUndefined();
});
