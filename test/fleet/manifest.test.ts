// The manifest of a fleet: what is printed, that k6-operator's API takes it, and that no secret and no mistake gets in.
// recorded/testrun-1.6.0.schema.json is the part of the TestRun's API (k6.io/v1alpha1, v1.6.0) that the manifest touches,
// closed: the API server refuses unknown fields as well.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { runCli } from "../../cli/cli.ts";
import { isRecord } from "../../lib/core/json.ts";
import { suiteRoot } from "../../lib/node/suite-root.ts";
import { testWorld } from "../support/test-world.ts";

const image = `registry.example/tailgate@sha256:${"0".repeat(64)}`;
const base = { BASE_URL: "http://spam.default:8000", RATE: "3000", DURATION: "5m", SEED: "7" };

async function manifest(args: readonly string[] = [], env: Record<string, string> = base, scenario = "baseline") {
  const { world, seen } = testWorld(env);
  const given = ["fleet", "manifest", scenario, "--shards", "3", "--image", image, "--name", "rec", ...args];
  const code = await runCli(world, given);
  const parsed: unknown = code === 0 ? JSON.parse(seen.out) : undefined;
  const items = isRecord(parsed) && Array.isArray(parsed.items) ? parsed.items : [];
  return { code, seen, items };
}

const schema: Record<string, unknown> = JSON.parse(
  await readFile(join(suiteRoot(), "test/fleet/recorded/testrun-1.6.0.schema.json"), "utf8"),
);
const isTestRun = new Ajv({ allowUnionTypes: true, strict: false }).compile(schema);

describe("fleet manifest", () => {
  test("is what the golden file says, and the operator's API takes it", async () => {
    const dir = await mkdtemp(join(tmpdir(), "tailgate-manifest-"));
    const golden = join(dir, "golden.json");
    const set = { schema: "tailgate.golden/1", corpusHash: "0", takenAt: "2026-11-24T14:00:00.000Z" };
    await writeFile(
      golden,
      JSON.stringify({ ...set, target: { url: "http://x", profile: null }, inputs: {}, unstable: [] }),
    );
    const { code, seen, items } = await manifest(["--secret", "tg-headers", "--role"], { ...base, GOLDEN: golden });
    await rm(dir, { recursive: true });
    expect(code, seen.err).toBe(0);
    await expect(seen.out).toMatchFileSnapshot("../golden/fleet/manifest.json");
    const testRun = items.find((item) => isRecord(item) && item.kind === "TestRun");
    expect(isTestRun(testRun), JSON.stringify(isTestRun.errors)).toBe(true);
  });

  test("a field that the operator does not know, or of another type, would be refused", async () => {
    const { items } = await manifest();
    const [testRun] = items;
    const change = (f: (spec: Record<string, unknown>, runner: Record<string, unknown>) => void): unknown => {
      const copy: unknown = structuredClone(testRun);
      if (isRecord(copy) && isRecord(copy.spec) && isRecord(copy.spec.runner)) f(copy.spec, copy.spec.runner);
      return copy;
    };
    expect(isTestRun(change(() => undefined))).toBe(true);
    expect(isTestRun(change((spec) => void Object.assign(spec, { paralelism: 3 })))).toBe(false);
    expect(isTestRun(change((_, runner) => void Object.assign(runner, { enviroment: [] })))).toBe(false);
    // A text in this API, a boolean in Kubernetes' own.
    expect(isTestRun(change((_, r) => void Object.assign(r, { automountServiceAccountToken: false })))).toBe(false);
  });

  test("of a k6 script is refused, with the command that runs one; a name that is none is called so", async () => {
    const dir = await mkdtemp(join(tmpdir(), "tailgate-manifest-"));
    const script = join(dir, "own.js");
    await writeFile(script, 'import http from "k6/http";\nexport default () => http.get(__ENV.BASE_URL);\n');
    const refused = await manifest([], base, script);
    await rm(dir, { recursive: true });
    expect(refused.code).toBe(2);
    expect(refused.seen.err).toContain(`tailgate fleet run --local 4 ${script}`);
    const unknown = await manifest([], base, "./nosuch.js");
    expect(unknown.seen.err).toContain("there is no scenario ./nosuch.js");
  });

  test("holds no secret: headers come from a Secret by name", async () => {
    const refused = await manifest([], { ...base, HEADERS: "Authorization: Bearer hunter22" });
    expect(refused.code).toBe(2);
    expect(refused.seen.err).toContain("kubectl create secret generic");
    const named = await manifest(["--secret", "tg"], { ...base, HEADERS: "Authorization: Bearer hunter22" });
    expect(named.code).toBe(0);
    expect(refused.seen.err + named.seen.out + named.seen.err).not.toContain("hunter22");
  });

  test.each<[string, readonly string[], Record<string, string>, string]>([
    ["an image without a digest", ["--image", "tailgate:latest"], base, "no digest"],
    ["no service", [], { RATE: "30" }, "BASE_URL is not set"],
    ["more shards than users", [], { BASE_URL: "http://x", USERS: "2" }, "cannot be split over 3 processes"],
    ["a name that is no name", ["--name", "Rec_1"], base, "small letters, digits and dashes"],
    ["a quantity that is none", ["--memory", "much"], base, "quantity"],
    ["a plan that is none", [], { ...base, RATE: "-1" }, "RATE=-1"],
  ])("with %s is refused before any cluster is asked", async (_, args, env, words) => {
    const { code, seen } = await manifest(args, env);
    expect(code).toBe(2);
    expect(seen.err).toContain(words);
    expect(seen.out).toBe("");
  });
});
