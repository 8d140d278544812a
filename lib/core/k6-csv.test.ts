import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { K6CsvReader } from "./k6-csv.ts";
import type { Tags } from "./metric-sample.ts";

// Written by k6 v2.2.0, shortened.
const csv = `metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,scenario,service,status,subproto,tls_version,url,extra_tags,metadata
http_req_duration,1795503584167919,12.500000,,dial: connection refused,1212,false,,GET,/predict,,x,,0,,,/predict,"phase=measure&endpoint=pre,dict ""q""",
http_req_duration,1795503584168656,0.000000,,dial: connection refused,1212,false,,GET,/predict,,x,,0,,,/predict,"phase=measure&endpoint=pre,dict ""q""",
checks,1795503584168110,0.000000,"is, ok",,,,,,,,x,,,,,,phase=measure,
vus,1795503584169000,3.000000,,,,,,,,,,,,,,,,
`;

const read = (pieces: readonly string[], wanted = ["http_req_duration", "checks", "vus"]) => {
  const seen: [string, number, number, Tags][] = [];
  const reader = new K6CsvReader(
    (...sample) => void seen.push(sample),
    (name) => wanted.includes(name),
  );
  for (const piece of pieces) reader.push(piece);
  reader.end();
  return { seen, reader };
};

describe("K6CsvReader", () => {
  test("reads metric, time in ms, value and every tag, quotes included", () => {
    const { seen } = read([csv]);
    expect(seen.map(([name, time, value]) => [name, time, value])).toEqual([
      ["http_req_duration", 1795503584167.919, 12.5],
      ["http_req_duration", 1795503584168.656, 0],
      ["checks", 1795503584168.11, 0],
      ["vus", 1795503584169, 3],
    ]);
    expect(seen[0]?.[3]).toEqual({
      error: "dial: connection refused",
      error_code: "1212",
      expected_response: "false",
      method: "GET",
      name: "/predict",
      scenario: "x",
      status: "0",
      url: "/predict",
      phase: "measure",
      endpoint: 'pre,dict "q"',
    });
    expect(seen[2]?.[3].check).toBe("is, ok");
  });

  test("equal tags are the same object", () => {
    const { seen } = read([csv]);
    expect(seen[0]?.[3]).toBe(seen[1]?.[3]);
  });

  test("reads the same however the stream is cut", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(csv.length), { maxLength: 8 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), csv.length];
        const pieces = at.slice(1).map((end, i) => csv.slice(at[i], end));
        expect(read(pieces).seen).toEqual(read([csv]).seen);
      }),
    );
  });

  test("skips unwanted metrics, and keeps the first line that is no sample", () => {
    const { seen, reader } = read([`${csv}a script wrote this\n`], ["vus"]);
    expect(seen).toHaveLength(1);
    expect(reader).toMatchObject({ skipped: 1, firstSkipped: "a script wrote this" });
  });

  test("of metadata only the user is a tag: what changes with every sample makes no tags anew", () => {
    const row = (metadata: string): string =>
      `http_req_duration,1795503584168656,1.0,,,,true,,GET,/a,,x,,200,,,/a,,${metadata}\n`;
    const rows = ["vu=2&iter=0", "iter=1&vu=2", "vu=3&iter=1", "", '"vu=2&iter=0&a=x,y""z"'].map(row).join("");
    const { seen } = read([csv.split("\n")[0] ?? "", "\n", rows]);
    expect(seen.map(([, , , tags]) => tags.vu)).toEqual(["2", "2", "3", undefined, "2"]);
    expect(seen[0]?.[3]).toBe(seen[1]?.[3]);
    expect(seen.every(([, , , tags]) => tags.name === "/a" && !("metadata" in tags) && !("iter" in tags))).toBe(true);
  });

  test("lines that are no samples are handed on", () => {
    const lines: string[] = [];
    const reader = new K6CsvReader(
      () => undefined,
      (name) => name === "vus",
      (line) => lines.push(line),
    );
    reader.push(`${csv}own summary\n  of, several lines\n`);
    expect(lines).toEqual(["own summary", "  of, several lines"]);
  });
});
