import { describe, expect, test } from "vitest";
import { brokenBelow, ladderExit, type Question, rungNames, type Standings, type State } from "./ladder.ts";

const states: readonly State[] = ["good", "warn", "bad", "unknown"];
const all: readonly Standings[] = states.flatMap((validity) =>
  states.flatMap((answers) =>
    states.flatMap((objectives) => states.map((change) => ({ validity, answers, objectives, change }))),
  ),
);
const sound: Standings = { validity: "good", answers: "good", objectives: "good", change: "good" };

describe("the ladder", () => {
  test("judges a rung unless validity or answers below it are broken", () => {
    expect(all).toHaveLength(256);
    for (const standings of all) {
      for (const rung of rungNames) {
        const below = brokenBelow(rung, standings);
        if (below !== undefined) expect(standings[below]).toBe("bad");
        const broken = rungNames.slice(0, rungNames.indexOf(rung)).filter((name) => standings[name] === "bad");
        expect(below).toBe(broken.find((name) => name === "validity" || name === "answers"));
      }
    }
  });
  test("never exits 0 for a broken rung that was asked about and is judged", () => {
    const asked: Readonly<Record<Question, readonly (keyof Standings)[]>> = {
      record: ["validity"],
      gate: ["validity", "answers", "objectives"],
      compare: ["validity", "answers", "change"],
      strict: ["validity", "answers", "change"],
    };
    for (const question of ["record", "gate", "compare", "strict"] as const) {
      for (const standings of all) {
        const isBroken = asked[question].some((rung) => standings[rung] === "bad");
        const code = ladderExit(standings, question);
        if (isBroken) expect(code).not.toBe(0);
        else expect([0, 3]).toContain(code);
      }
    }
  });
  test("exits by the lowest broken rung, whatever is above it", () => {
    expect(ladderExit({ ...sound, validity: "bad", answers: "bad", objectives: "bad" }, "gate")).toBe(4);
    expect(ladderExit({ ...sound, answers: "bad", objectives: "good" }, "gate")).toBe(99);
    expect(ladderExit({ ...sound, objectives: "bad" }, "compare")).toBe(0);
    expect(ladderExit({ ...sound, change: "bad" }, "compare")).toBe(1);
  });
  test("leaves a gate open without objectives, and a strict comparison without a verdict", () => {
    expect(ladderExit({ ...sound, objectives: "unknown" }, "gate")).toBe(3);
    expect(ladderExit({ ...sound, change: "warn" }, "strict")).toBe(3);
    expect(ladderExit({ ...sound, change: "warn" }, "compare")).toBe(0);
    expect(ladderExit({ ...sound, validity: "warn", answers: "unknown" }, "gate")).toBe(0);
  });
});
