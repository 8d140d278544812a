// `tailgate profile FILE` and `tailgate profile-diff` in process: what people read, what programs read, what is saved.

import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runCli } from "../../cli/cli.ts";
import { testWorld } from "../support/test-world.ts";

const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const newDirectory = (): Promise<string> => mkdtemp(join(tmpdir(), "profile-"));

const cli = async (...argv: string[]) => {
  const { world, seen } = testWorld();
  const code = await runCli(world, argv);
  return { code, ...seen };
};

describe("a file of py-spy", () => {
  test("three views, with the samples they rest on and the clock named", async () => {
    const { code, out } = await cli("profile", fixture("pyspy.speedscope.json"), "--rows", "3");
    expect(code).toBe(0);
    expect(out).toContain("py-spy 0.4.3, sampled by the wall clock");
    expect(out).toMatch(/Evidence {2}1\d\d samples/);
    expect(out).toMatch(
      /1\. Cumulative time[\s\S]*<module>[\s\S]*2\. Self time[\s\S]*burn[\s\S]*3\. Callers and callees/,
    );
    expect(out).toMatch(/called by +[\d .]+ ms {2}inference/);
    expect(out).not.toMatch(/\bcalls +self us\/call/);
  });

  test("callers and callees of what is asked for", async () => {
    const { out } = await cli("profile", fixture("pyspy.raw.txt"), "--function", "features");
    expect(out.slice(out.indexOf("3. "))).toMatch(/^3\. .*\n\nfeatures [\s\S]*called by .*handle[\s\S]*calls .*burn/);
  });
});

describe("a file of cProfile", () => {
  test("calls are shown, as pstats prints them, and samples are not", async () => {
    const { code, out } = await cli("profile", fixture("cprofile-py311.prof"), "--requests", "300");
    expect(code).toBe(0);
    expect(out).toContain("every call timed (no samples)");
    expect(out).toMatch(/score make_cprofile\.py:26 .* 1 200\/300 /);
    expect(out).toMatch(/ms a request/);
    expect(out).not.toContain("samples\n");
  });

  test("has no stacks to draw, and says what has", async () => {
    const { code, err } = await cli("profile", fixture("cprofile-py311.prof"), "--save", await newDirectory());
    expect(code).toBe(2);
    expect(err).toMatch(/no stacks[\s\S]*py-spy/);
  });
});

test("analysis and roadmap stand alone or together", async () => {
  const { out } = await cli("profile", fixture("pyspy.speedscope.json"), "--analysis", "--roadmap");
  expect(out).toMatch(/Where busy time goes[\s\S]*inference[\s\S]*feature extraction/);
  expect(out).toMatch(
    /What was found, by measured cost[\s\S]*1\. per-item batching[\s\S]*2\. repeated feature extraction/,
  );
  expect(out).toMatch(/Roadmap, by measured share[\s\S]*experiment {2}BASELINE_.* tailgate compare/);
  expect(out).not.toContain("Cumulative time");
});

test("JSON names functions and carries units", async () => {
  const { out } = await cli("profile", fixture("pyspy.raw.txt"), "--json", "--sample-ms", "20");
  const report = JSON.parse(out);
  expect(report).toMatchObject({ schema: "tailgate.profile-report/1", kind: "wall-sampling", intervalUs: 20_000 });
  expect(report.totalUs).toBe(report.sampleCount * 20_000);
  expect(report.views.self[0].function).toMatchObject({ name: "burn" });
});

test("saved in every format, each of which shows the same profile", async () => {
  const dir = await newDirectory();
  const { code, out } = await cli("profile", fixture("pyspy.speedscope.json"), "--save", dir, "--rows", "2");
  expect(code).toBe(0);
  const names = (await readdir(dir)).sort();
  expect(names).toEqual([
    "profile.collapsed.txt",
    "profile.cpuprofile",
    "profile.pb.gz",
    "profile.speedscope.json",
    "profile.svg",
  ]);
  for (const name of names) expect(out).toContain(join(dir, name));
  const expected = JSON.parse((await cli("profile", fixture("pyspy.speedscope.json"), "--json")).out);
  for (const name of names.filter((each) => each !== "profile.svg")) {
    const report = JSON.parse((await cli("profile", join(dir, name), "--json")).out);
    expect(report.totalUs, name).toBe(expected.totalUs);
    expect(report.source, name).toBe("py-spy 0.4.3");
  }
  const svg = await readFile(join(dir, "profile.svg"), "utf8");
  expect(svg).toMatch(/<title>burn [^<]*% of busy time \(inference\)<\/title>/);
  expect(svg).not.toContain("<script");
});

test("names from a file cannot leave their place in the flame graph", async () => {
  const dir = await newDirectory();
  const path = join(dir, "evil.txt");
  await writeFile(path, '<script>alert(1)</script>;"onload="x 5\n');
  await cli("profile", path, "--save", dir);
  const svg = await readFile(join(dir, "profile.svg"), "utf8");
  expect(svg).not.toMatch(/<script|"onload/);
  expect(svg).toContain("&lt;script&gt;");
});

describe("mistakes", () => {
  const cases: [argv: string[], message: RegExp][] = [
    [["profile", "no-such-file"], /cannot read .*no-such-file \(ENOENT\)/],
    [["profile", fixture("make_cprofile.py")], /as a profile: line 1 does not end in a count[\s\S]*Formats read:/],
    [["profile", fixture("pyspy.raw.txt"), "--rows", "many"], /--rows many: must be a number above 0/],
    [["profile", fixture("pyspy.raw.txt"), "--attach", "9229"], /does not go with a file/],
    [["profile-diff", fixture("pyspy.raw.txt")], /missing required argument/],
  ];
  for (const [argv, message] of cases) {
    test(argv.slice(1).join(" ").replace(/\S*\//g, ""), async () => {
      const { code, err } = await cli(...argv);
      expect(code).toBe(2);
      expect(err).toMatch(message);
    });
  }
});

describe("profile-diff", () => {
  test("per request, with what grew marked and the limits of two profiles said", async () => {
    const dir = await newDirectory();
    const low = join(dir, "low.txt");
    const high = join(dir, "high.txt");
    await writeFile(low, "handle (app.js:1);work (app.js:5) 900\nhandle (app.js:1);acquireLock (app.js:9) 100\n");
    await writeFile(high, "handle (app.js:1);work (app.js:6) 900\nhandle (app.js:1);acquireLock (app.js:10) 600\n");
    const { code, out } = await cli("profile-diff", low, high, "--requests-before", "100", "--requests-after", "100");
    expect(code).toBe(0);
    expect(out).toContain("1 000 busy samples before, 1 500 after");
    expect(out).toMatch(/acquireLock app\.js:10 +10\.000 +60\.000 +\+50\.000 .*↑ waits/);
    expect(out).toMatch(/work app\.js:6 +90\.000 +90\.000 +0\.000 [^↑]*\n/);
    expect(out).toContain("tailgate compare");
  });
});

test("long names are cut in a terminal only", async () => {
  const dir = await newDirectory();
  const name = `predict_${"x".repeat(90)}`;
  await writeFile(join(dir, "long.txt"), `main (/srv/app.py:1);${name} (/srv/app.py:2) 9\n`);
  const { world, seen } = testWorld();
  await runCli(world, ["profile", join(dir, "long.txt")]);
  expect(seen.out).toContain(name);
  const before = seen.out.length;
  await runCli({ ...world, stdout: { ...world.stdout, columns: 100 } }, ["profile", join(dir, "long.txt")]);
  expect(seen.out.slice(before)).not.toContain(name);
});
