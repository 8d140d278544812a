import { expect, test, vi } from "vitest";
import { processWorld } from "./world.ts";

// Emitted, not sent: a signal would reach the test runner's process.
test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "the first %s interrupts, the second one ends the process",
  (signal) => {
    const exit = vi.spyOn(process, "exit").mockImplementation((code) => {
      throw new Error(`exit ${code}`);
    });
    const before = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((name) => [name, process.listeners(name)] as const);
    // Whatever else listens in this process is put aside, and what the world under test adds goes with it.
    for (const [name] of before) process.removeAllListeners(name);
    try {
      const { interrupted } = processWorld();
      expect(interrupted.aborted).toBe(false);
      process.emit(signal);
      expect(interrupted.aborted).toBe(true);
      expect(() => process.emit(signal)).toThrow("exit 105");
    } finally {
      for (const [name, listeners] of before) {
        process.removeAllListeners(name);
        for (const listener of listeners) process.on(name, listener);
      }
      exit.mockRestore();
    }
  },
);
