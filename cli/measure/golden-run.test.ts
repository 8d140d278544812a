// Answers at rest: bounded in time, believed a second time only of the same build, and never half taken.

import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { referenceService } from "../../lib/core/service/reference.ts";
import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
import { ServiceUnderTest } from "../../lib/node/service/service-under-test.ts";
import { testWorld } from "../../test/support/test-world.ts";
import type { DescribedTarget } from "../target/target.ts";
import { goldenRun, stillTrue } from "./golden-run.ts";

const rows = Array.from({ length: 100 }, (_, i) => ({ id: `t${i}`, label: "ham", text: `text ${i}` }));
const served = (dataHash: string) => new ServiceUnderTest({ service: referenceService, rows, dataHash, file: null });
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A service that says `label` of text n; each request is told first. */
async function service(
  label: (nth: number) => string,
  onRequest = (): void => undefined,
  version: string | null = "1",
) {
  let asked = 0;
  const server = createServer((_, response) => {
    onRequest();
    response.end(JSON.stringify({ label: label(asked++), score: 0.9 }));
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  const target: DescribedTarget = {
    service: served("c"),
    url,
    headers: {},
    embedded: false,
    profile: null,
    version,
    pid: undefined,
    ended: () => undefined,
    stop: async () => undefined,
  };
  return { target, asked: () => asked };
}

/** A world in which every request takes this long. */
const slowWorld = (eachMs: number) => {
  const { world, seen, interrupt } = testWorld();
  const pass = (): void => void world.sleep(ms(eachMs));
  return { world, seen, interrupt, pass };
};

describe("answers at rest", () => {
  test("a slow service is asked for half a minute, and that texts are missing is said", async () => {
    const { world, seen, pass } = slowWorld(500);
    const { target, asked } = await service(() => "ham", pass);
    const set = await goldenRun(target, world);
    // 24 s for the first round, with the first two rows twice, 6 s for the second.
    expect([Object.keys(set.inputs).length, asked()]).toEqual([46, 60]);
    expect(seen.err).toContain("answers at rest: 46 of 100 rows in 30 s");
  });

  test("a service that changes its mind is found out, also a slow one", async () => {
    const { world, pass } = slowWorld(500);
    const { target } = await service((nth) => (nth < 48 ? "ham" : "spam"), pass);
    expect((await goldenRun(target, world)).unstable).toHaveLength(12);
  });

  test("an interrupted set is none", async () => {
    const { world, interrupt } = testWorld();
    let asked = 0;
    const { target } = await service(
      () => "ham",
      () => {
        if (++asked === 57) interrupt();
      },
    );
    await expect(goldenRun(target, world)).rejects.toMatchObject({ code: 105 });
  });
});

describe("saved answers are believed", () => {
  const saved = async (version: string | null, world: World) => {
    const { target } = await service(() => "ham", undefined, version);
    return goldenRun(target, world);
  };
  test("of the same build, once a sample is answered alike", async () => {
    const { world } = testWorld();
    const { target, asked } = await service(() => "ham");
    expect(await stillTrue(await saved("1", world), target, world)).toBe(true);
    expect(asked()).toBe(20);
  });
  test("not of another build, other texts, or a service that does not say which it is", async () => {
    const { world } = testWorld();
    const { target } = await service(() => "ham");
    const nameless = await service(() => "ham", undefined, null);
    const set = await saved("1", world);
    expect(await stillTrue(await saved("2", world), target, world)).toBe(false);
    expect(await stillTrue(await saved(null, world), nameless.target, world)).toBe(false);
    expect(await stillTrue(set, { ...target, service: served("d") }, world)).toBe(false);
    expect(await stillTrue(set, { ...target, profile: "fast" }, world)).toBe(false);
  });
  test("not when one answer of the sample is another: a model may change without its version", async () => {
    const { world } = testWorld();
    const { target } = await service((nth) => (nth === 13 ? "spam" : "ham"));
    expect(await stillTrue(await saved("1", world), target, world)).toBe(false);
  });
});
