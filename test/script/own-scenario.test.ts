// Scenarios of the user's, made of the package's pieces, over a described service, on both engines.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stageResults } from "../../lib/core/stage-results.ts";
import { fakeServer } from "../../runner/testing/fake-server.ts";
import { expectJudged } from "../support/judged.ts";
import { engines } from "../support/real-k6.ts";
import { type ForeignFolder, foreignFolder } from "./foreign-script.ts";

let server: Awaited<ReturnType<typeof fakeServer>>;
let folder: ForeignFolder;
beforeAll(async () => {
  server = await fakeServer(() => ({ body: { label: "even" } }));
  folder = await foreignFolder(server.url);
  await folder.write(
    "tailgate.service.ts",
    `import { defineService, get, post } from "tailgate";
export default defineService({
  data: () => [{ text: "a" }],
  endpoints: { judge: post("/judge", (row) => ({ text: row.text })), health: get("/health") },
});`,
  );
});
afterAll(async () => {
  await folder.remove();
  await server.close();
});

const MINE = `import { defineScenario, stages } from "tailgate";
import { mostly } from "./mostly.ts";
export default defineScenario({
  question: "Does a rush hurt?",
  load: stages((users) => [users, { name: "rush", users: 2 * users, share: 2 }]),
  users: 2,
  mix: mostly("judge"),
  duration: "9s",
  thinkTime: "10ms",
  objectives: "requests>=1, failed<=0%; judge: p50<20s",
});`;

const MOSTLY = `import type { Mix } from "tailgate";
export const mostly = (name: string) => (all: Mix): Mix => all.map((e) => ({ ...e, share: e.name === name ? 9 : 1 }));`;

describe.each(engines)("with $engine", ({ engine, skip }) => {
  test.skipIf(skip)("its stages, mix and objectives are the run's", async () => {
    await folder.write("scenarios/mostly.ts", MOSTLY);
    await folder.write("scenarios/mine.ts", MINE);
    const env = { ENGINE: engine, BASE_URL: server.url };
    const { code, err } = await folder.tailgate(["gate", "./scenarios/mine.ts", "--label", engine], {
      ...env,
      DURATION: "9s",
    });
    expect(err).toContain("mine: Does a rush hurt?");
    const recording = await folder.recording(engine);
    expectJudged(code, recording, "gate");
    expect(recording).toMatchObject({ scenario: "mine", load: { users: 2, mix: { judge: 9, health: 1 } } });
    expect(recording.load.stages.map((s) => [s.name, s.users, s.fromMs, s.toMs])).toEqual([
      ["2 users", 2, 0, 3000],
      ["rush", 4, 3000, 9000],
    ]);
    const criteria = recording.objectives.criteria.map((c) => `${c.endpoint} ${c.metric} ${c.verdict}`);
    expect(criteria).toContain("judge p50Ms pass");
    expect(stageResults(recording).map(({ stage, count }) => [stage.name, count > 0])).toEqual([
      ["2 users", true],
      ["rush", true],
    ]);
  });
});

test("what is wrong with one is said before anything runs", async () => {
  await folder.write(
    "wrong.ts",
    MINE.replace("./mostly.ts", "./scenarios/mostly.ts").replace("users: 2,", "users: 0,"),
  );
  await folder.write("absent.ts", MINE.replace('mix: mostly("judge")', 'mix: "jugde:1"').replace(/^.*mostly.*$/m, ""));
  const said = async (args: readonly string[]) => {
    const { code, err } = await folder.tailgate(args, { ENGINE: "runner", BASE_URL: server.url });
    expect(code).toBe(2);
    return err;
  };
  expect(await said(["run", "wrong.ts"])).toContain("users: 0: must be a whole number");
  expect(await said(["run", "absent.ts"])).toContain("jugde:1: the service has judge, health");
  expect(await said(["run", "tailgate.service.ts"])).toContain("describes a service, and is no scenario");
  expect(await said(["capacity", "scenarios/mine.ts"])).toContain("of a steady load");
  expect(await said(["run", "basline"])).toContain('did you mean "baseline"');
});
