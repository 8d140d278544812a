import { expect, test } from "vitest";
import { CliError } from "../../lib/core/exit.ts";
import { parseRunArguments } from "./run-arguments.ts";

const parse = (line: string, env = {}) => {
  const given = parseRunArguments(`run ${line}`.split(" "), env);
  if (given === undefined) throw new Error("help was asked for");
  return given;
};

test("flags become options in k6's shape", () => {
  const { script, options, env, summary, quiet } = parse(
    "-u 5 -d 10s -e A=1 -e B=x=y --tag team=ml -q --summary-trend-stats avg,p(99) -w s.js",
  );
  expect(script).toBe("s.js");
  expect(options).toEqual({
    vus: 5,
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

// Each of these was run with k6 v2.2.0 first.
test.each([
  ["--include-system-env-vars --vus 1 s.js", { vus: 1 }],
  ["-u=1 -i=2 s.js", { vus: 1, iterations: 2 }],
  ["-u1 -i2 s.js", { vus: 1, iterations: 2 }],
  ["s.js --vus=1 --vus 2", { vus: 2 }],
  ["-qu 3 s.js", { vus: 3 }],
  ["-qw=false s.js", { throw: false }],
  ["-w s.js", { throw: true }],
  ["--throw=T s.js", { throw: true }],
  ["--no-setup --no-setup=False s.js", { noSetup: false }],
  ["--max-redirects -1 s.js", { maxRedirects: -1 }],
  ["-i 010 s.js", { iterations: 8 }],
  ["-i 0x10 s.js", { iterations: 16 }],
  ["-i 1_0 s.js", { iterations: 10 }],
  ["-d .5s s.js", { duration: ".5s" }],
  ["-d -1s s.js", { duration: "-1s" }],
  [
    "-s=1s:1,1s:0 s.js",
    {
      stages: [
        { duration: "1s", target: "1" },
        { duration: "1s", target: "0" },
      ],
    },
  ],
  ["--tag a=1,b=2 --tag c=x=y --tag c=z s.js", { tags: { a: "1,b=2", c: "z" } }],
  ["--user-agent -x s.js", { userAgent: "-x" }],
  ["--http-debug s.js", { httpDebug: "headers" }],
  ["--http-debug=full s.js", { httpDebug: "full" }],
  ["--summary-trend-stats=avg --summary-trend-stats=p(99) s.js", { summaryTrendStats: ["avg", "p(99)"] }],
  ["--summary-trend-stats= --summary-time-unit= s.js", { summaryTrendStats: [] }],
  ["--no-usage-report=true --type js --compatibility-mode=base -- s.js", {}],
  ["-p=false --linger=false --profiling-enabled=false s.js", {}],
])("%s is taken as k6 takes it", (line, options) => {
  expect(parse(line)).toMatchObject({ script: "s.js", options });
  expect(Object.keys(parse(line).options).sort()).toEqual(Object.keys(options).sort());
});

test.each([
  ["-e A=1 s.js", { A: "1" }],
  ["-eA=1 s.js", { A: "1" }],
  ["-e=A=1 s.js", { A: "1" }],
  ["--env=A=1,B=2 s.js", { A: "1,B=2" }],
  ["--env A s.js", { A: "" }],
])("%s sets variables as k6 does", (line, env) => {
  expect(parse(line, { A: "of the system" }).env).toEqual(env);
});

test("the variables of the system are a switch, which a variable may preset", () => {
  const include = (line: string, preset?: string) =>
    parse(line, preset === undefined ? {} : { K6_INCLUDE_SYSTEM_ENV_VARS: preset }).includeSystemEnv;
  expect(include("s.js")).toBe(true);
  expect(include("s.js", "false")).toBe(false);
  expect(include("--include-system-env-vars s.js", "false")).toBe(true);
  expect(include("--include-system-env-vars=false s.js")).toBe(false);
});

test("flags may stand before the command, and help is help only where a flag can stand", () => {
  expect(parseRunArguments(["--no-color", "-u", "2", "run", "s.js"], {})).toMatchObject({
    script: "s.js",
    noColour: true,
    options: { vus: 2 },
  });
  for (const line of ["run -h", "run s.js --help", "", "--help"]) {
    expect(parseRunArguments(line.split(" ").filter(Boolean), {})).toBeUndefined();
  }
  expect(parse("--tag=-h=x s.js").options).toEqual({ tags: { "-h": "x" } });
  expect(parse("-- -h").script).toBe("-h");
});

test.each([
  ["s.js", { paused: false, address: undefined }],
  ["-p s.js", { paused: true, address: "localhost:6565" }],
  ["--paused --address=0.0.0.0:7000 s.js", { paused: true, address: "0.0.0.0:7000" }],
  ["-a :7000 s.js", { paused: false, address: ":7000" }],
])("%s: a run that waits can be reached", (line, start) => {
  expect(parse(line)).toMatchObject(start);
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
  ["--no-such-flag s.js", "unknown flag: --no-such-flag"],
  ["--vu 2 s.js", "unknown flag: --vu"],
  ["-z s.js", "unknown shorthand flag: 'z' in -z"],
  ["-q= s.js", "unknown shorthand flag: '=' in -="],
  ["--=x s.js", "bad flag syntax"],
  ["s.js -e", "flag needs an argument: --env"],
  ["a.js b.js", "one script, not 2"],
  ["-q", "one script, not 0"],
  ["s.js -- -u 2", "one script, not 3"],
  ["--include-system-env-vars false s.js", "one script, not 2"],
  ["-", "standard input"],
  ["--out influxdb=http://127.0.0.1 s.js", "--out influxdb is not supported"],
  ["-qocloud s.js", "--out cloud is not supported"],
  ["--out json=x.json --threads 2 s.js", "--out has the samples of one thread"],
  ["--log-output loki=http://127.0.0.1 s.js", "--log-output loki is not supported"],
  ["--log-output=file=a,level=loud s.js", "unknown log level 'loud'"],
  ["--type archive s.js", "--type archive is not supported"],
  ["--type zip s.js", "--type must be js or archive"],
  ["--compatibility-mode=es5 s.js", "--compatibility-mode must be"],
  ["--summary-mode legacy s.js", "compact, full or disabled"],
  ["--summary-time-unit=x s.js", "s, ms or us"],
  ["--include-system-env-vars=maybe s.js", "must be true or false"],
  ["--no-setup=tRue s.js", "must be true or false"],
  ["--vus s.js", 'invalid argument "s.js" for "-u, --vus": it must be a whole number'],
  ["--vus= s.js", "must be a whole number"],
  ["-i 1e1 s.js", "must be a whole number"],
  ["-iu 2 s.js", 'invalid argument "u" for "-i, --iterations"'],
  ["-d 500 s.js", "must be a duration with its unit"],
  ["-d 1d s.js", "must be a duration with its unit"],
  ["-d= s.js", 'invalid argument "="'],
  ["--min-iteration-duration=5 s.js", "must be a duration with its unit"],
  ["-s 500:1 s.js", "must be a duration with its unit"],
  ["-s 1s:1:2 s.js", "a whole number as its target"],
  ["-e =x s.js", "NAME=VALUE"],
  ["-e A-B=1 s.js", "NAME=VALUE"],
  ["-e -h s.js", "NAME=VALUE"],
  ["--tag a= s.js", "NAME=VALUE"],
  ["--tag foo s.js", "NAME=VALUE"],
  ["--threads none s.js", "--threads"],
])("%s is refused as k6 refuses: 255, in words", (line, words) => {
  const error = refused(line);
  expect(error.code).toBe(255);
  expect(error.message).toContain(words);
});

test.each([["cloud"], ["cloud --zzz"], ["-q archive s.js"]])("k6 %s is named as no command of the runner", (line) => {
  expect(() => parseRunArguments(line.split(" "), {})).toThrow(/the runner has no 'k6 \w+'; only 'k6 run'/);
});
