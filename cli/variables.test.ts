import { expect, test } from "vitest";
import { testWorld } from "../test/support/test-world.ts";
import { withVariables } from "./variables.ts";

test("-e sets variables over those of the environment; a value may hold anything", () => {
  const { world } = testWorld({ A: "1", B: "2" });
  expect(withVariables(world, ["A=x=y", "C=", "D=two\nlines"]).env).toMatchObject({
    A: "x=y",
    B: "2",
    C: "",
    D: "two\nlines",
  });
  expect(world.env.A).toBe("1");
});

test("what is not NAME=value is refused", () => {
  const { world } = testWorld();
  expect(() => withVariables(world, ["A"])).toThrow("-e A: must be NAME=value");
  expect(() => withVariables(world, ["=1"])).toThrow("must be NAME=value");
});
