import { describe, expect, test } from "vitest";
import { guidePlan, noTargets } from "./guide-plan.ts";
import { phaseOfArgument } from "./phase-argument.ts";

describe("a phase as a user names it", () => {
  test("is a label: the guide's with its targets, any other without", () => {
    expect(phaseOfArgument("p1")).toEqual(guidePlan.find((phase) => phase.label === "p1"));
    expect(phaseOfArgument("threads")).toEqual({
      label: "threads",
      name: "threads",
      expected: null,
      targets: noTargets,
    });
  });
  test("under a label of its own has the guide's name and targets", () => {
    const p1 = guidePlan.find((phase) => phase.label === "p1");
    expect(phaseOfArgument("python-p1=p1")).toEqual({ ...p1, label: "python-p1" });
  });
  test("has a name and targets of its own, each of which may be left out", () => {
    expect(phaseOfArgument("w2=Two processes; rps 60-90; p99 40.5-80")).toEqual({
      label: "w2",
      name: "Two processes",
      expected: null,
      targets: { ratePerSec: { low: 60, high: 90 }, p99Ms: { low: 40.5, high: 80 }, maxUsers: null },
    });
  });
  test("replaces single targets of the guide's", () => {
    const { targets } = phaseOfArgument("x=p1; users 5-9");
    expect(targets).toMatchObject({ ratePerSec: { low: 30, high: 50 }, maxUsers: { low: 5, high: 9 } });
  });
  test.each(["=p1", "x=", "x=Name; rps", "x=Name; rps 9-3", "x=Name; speed 1-2", "x=Name; rps fast"])(
    "cannot be %s",
    (argument) => expect(() => phaseOfArgument(argument)).toThrow(/cannot read the phase/),
  );
});
