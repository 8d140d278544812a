import { describe, expect, test } from "vitest";
import { cpuWaitedMs } from "./process-cpu.ts";

describe("cpuWaitedMs", () => {
  test("never falls while a process lives, where the kernel tells", () => {
    const before = cpuWaitedMs(process.pid);
    const after = cpuWaitedMs(process.pid);
    expect(before === undefined).toBe(after === undefined);
    expect((after ?? 0) - (before ?? 0)).toBeGreaterThanOrEqual(0);
  });
  test("is not known of a process that does not exist", () => {
    expect(cpuWaitedMs(2 ** 22 + 1)).toBeUndefined();
  });
});
