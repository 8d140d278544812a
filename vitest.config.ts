import { defineConfig } from "vitest/config";

/** Unit tests stand beside the code; test/ holds what needs a port, a process or golden files. */
export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: ["node_modules/**", "build/**"],
    pool: "threads",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // For two cores: the end-to-end tests mostly wait for runs that last some seconds.
    maxWorkers: 3,
  },
});
