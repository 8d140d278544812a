import { defineConfig } from "vitest/config";

/** Unit tests stand beside the code; test/ holds what needs a port, a process or golden files. */
export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: ["node_modules/**", "build/**"],
    pool: "threads",
    // Test files share the modules a worker has loaded: loading them anew for each was half of the work of the unit tests.
    // A module that keeps something between two tests is a fault of its own, which isolation would only hide.
    isolate: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // For two cores: the end-to-end tests mostly wait for runs that last some seconds.
    maxWorkers: 3,
  },
});
