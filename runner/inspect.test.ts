import { expect, test } from "vitest";
import { withScript } from "../test/loader/script-file.ts";
import { testWorld } from "../test/support/test-world.ts";
import { type Inspected, inspectScript } from "./inspect.ts";

const inspect = (script: string): Promise<Inspected> =>
  withScript({ "script.js": script }, (path) => {
    const { world } = testWorld();
    return inspectScript({ script: path, env: {}, onSample: () => undefined, signal: world.interrupted, world });
  });

test("a script's options as it gave them, and what they need", async () => {
  expect(
    await inspect(`export const options = { vus: 2, duration: "3s", tags: { a: "b" } }; export default () => {};`),
  ).toEqual({
    options: { vus: 2, duration: "3s", tags: { a: "b" } },
    metrics: [],
    maxVus: 2,
    maxDurationMs: 33_000,
  });
});

test.each([
  ["throw new Error('x'); export default () => {};", 107, /Error: x at .*script\.js:1/],
  ["export const options = { vus: -1 }; export default () => {};", 104, /vus/],
])("%s is an error of the script's", async (script, code, message) => {
  await expect(inspect(script)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

test("names the metrics that init code makes", async () => {
  const script = `import { Rate, Trend } from "k6/metrics"; new Trend("took", true); new Rate("good"); export default () => {};`;
  expect((await inspect(script)).metrics).toEqual([
    { name: "took", type: "trend", isTime: true },
    { name: "good", type: "rate", isTime: false },
  ]);
});
