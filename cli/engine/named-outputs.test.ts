import { expect, test } from "vitest";
import { checkOutputs, isAboutOutput, namedOutputs, outputFiles, outputFlags } from "./named-outputs.ts";

const given = (K6_OUT?: string) => ({ env: { K6_OUT }, cwd: "/home/me" });

test("nothing named, nothing added", () => {
  expect(outputFlags(given())).toEqual([]);
  expect(outputFiles(given(""))).toEqual([]);
});

test("files are the user's, wherever the engine runs; other outputs pass as they are", () => {
  expect(outputFlags(given("json=out/a.json, experimental-prometheus-rw,influxdb=http://localhost:8086/k6"))).toEqual([
    "--out=json=/home/me/out/a.json",
    "--out=experimental-prometheus-rw",
    "--out=influxdb=http://localhost:8086/k6",
  ]);
  expect(outputFiles(given("csv=/tmp/a.csv"))).toEqual([{ kind: "csv", path: "/tmp/a.csv", time: "unix_micro" }]);
});

test.each([
  ["json", "standard output is the report's"],
  ["csv=-", "standard output is the report's"],
  ["web-dashboard", "it would listen on every interface"],
])("%s is refused", (text, why) => {
  expect(() => namedOutputs(given(text))).toThrow(why);
});

test("what only k6 has, the runner refuses; a file of many processes, both", () => {
  expect(() => checkOutputs(given("influxdb=http://localhost:8086/k6"), "runner", false)).toThrow("only json and csv");
  expect(() => checkOutputs(given("influxdb=http://localhost:8086/k6"), "k6", true)).not.toThrow();
  expect(() => checkOutputs(given("csv=a.csv"), "k6", true)).toThrow("the same file");
  expect(() => checkOutputs(given("csv=a.csv"), "runner", true)).toThrow("the same file");
});

test("a folder that is not there is said before any load, on both engines", () => {
  expect(() => checkOutputs(given("csv=/no/such/folder/a.csv"), "k6", false)).toThrow("no folder /no/such/folder");
  expect(() => checkOutputs(given("csv=/no/such/folder/a.csv"), "runner", false)).toThrow("no folder /no/such/folder");
  expect(() => checkOutputs(given("csv=/a.csv"), "k6", false)).not.toThrow();
});

test("what k6 says of an output is about K6_OUT where that is set", () => {
  const said = "invalid output type 'nosuch', available types are: cloud, csv";
  expect(isAboutOutput(given("nosuch"), said)).toBe(true);
  expect(isAboutOutput(given(), said)).toBe(false);
  expect(isAboutOutput(given("nosuch"), "GoError: nothing of the kind")).toBe(false);
});
