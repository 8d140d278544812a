import { expect, test } from "vitest";
import { CliError } from "../../lib/core/exit.ts";
import { parseRunArguments } from "./run-arguments.ts";

const parse = (line: string, env = {}) => parseRunArguments(line.split(" "), env);

test("flags become options in k6's shape", () => {
  const { script, options, env, summary, quiet } = parse(
    "-u 5 -d 10s -e A=1 -e B=x=y --tag team=ml -q --summary-trend-stats avg,p(99) -w s.js",
  );
  expect(script).toBe("s.js");
  expect(options).toEqual({
    vus: "5",
    duration: "10s",
    tags: { team: "ml" },
    throw: true,
    summaryTrendStats: ["avg", "p(99)"],
  });
  expect(env).toEqual({ A: "1", B: "x=y" });
  expect(summary).toEqual({ mode: "compact" });
  expect(quiet).toBe(true);
});

test("stages may be repeated", () => {
  expect(parse("-s 10s:5 --stage 1m:0 s.js").options.stages).toEqual([
    { duration: "10s", target: "5" },
    { duration: "1m", target: "0" },
  ]);
});

test("variables that are not options are defaults of their flags", () => {
  const env = { K6_SUMMARY_MODE: "full", K6_NO_THRESHOLDS: "true", K6_SUMMARY_EXPORT: "x.json" };
  expect(parse("s.js", env)).toMatchObject({ noThresholds: true, summary: { mode: "full", exportTo: "x.json" } });
  expect(parse("--summary-mode disabled s.js", env).summary.mode).toBe("disabled");
});

const refused = (line: string): CliError => {
  try {
    parse(line);
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
  throw new Error(`'${line}' was taken`);
};

test.each([
  ["--no-such-flag s.js", "no-such-flag"],
  ["a.js b.js", "one script"],
  ["-", "standard input"],
  ["--out json=x.json s.js", "--out is not supported"],
  ["-o json=x.json s.js", "--out is not supported"],
  ["--execution-segment=1/2 s.js", "--execution-segment is not supported"],
  ["--summary-mode legacy s.js", "compact, full or disabled"],
  ["-e NAME s.js", "NAME=VALUE"],
  ["--threads none s.js", "--threads"],
])("%s is refused as k6 refuses: 255, in words", (line, words) => {
  const error = refused(line);
  expect(error.code).toBe(255);
  expect(error.message).toContain(words);
});
