import { expect, test } from "vitest";
import { testWorld } from "../../test/support/test-world.ts";
import type { Engine } from "../engine/engine.ts";
import { engineDashboard } from "./live-page.ts";

const engine = (over: Partial<Engine>): Engine => ({
  name: "k6",
  version: "2",
  why: "",
  run: () => {
    throw new Error("not run");
  },
  inspect: async () => ({ options: {}, metrics: [] }),
  ...over,
});

test("a page that is wanted of one k6 is announced", async () => {
  const { world, seen } = testWorld({ DASHBOARD: "1" });
  expect(await engineDashboard(world, engine({}), "folder")).toBeDefined();
  expect(seen.err).toContain("live page: http://127.0.0.1:");
});

test.each(["k6", "runner"] as const)("a fleet of %s has none, which is said", async (name) => {
  const { world, seen } = testWorld({ DASHBOARD: "1" });
  expect(await engineDashboard(world, engine({ name, processes: 2 }), "folder")).toBeUndefined();
  expect(seen.err).toBe("DASHBOARD: a fleet has no live page; what its processes saw comes at their end\n");
});
