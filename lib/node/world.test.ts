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
    try {
      const { interrupted } = processWorld();
      expect(interrupted.aborted).toBe(false);
      process.emit(signal);
      expect(interrupted.aborted).toBe(true);
      expect(() => process.emit(signal)).toThrow("exit 105");
    } finally {
      for (const [name, listeners] of before) {
        for (const listener of process.listeners(name)) if (!listeners.includes(listener)) process.off(name, listener);
      }
      exit.mockRestore();
    }
  },
);
