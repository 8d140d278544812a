import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadService } from "./load-service.ts";

/** A folder with these files in it; resolves the first. */
const written = (files: Record<string, string>): string => {
  const folder = mkdtempSync(join(tmpdir(), "tailgate-test-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return join(folder, Object.keys(files)[0] ?? "");
};

const TEN_LINES = `
import { defineService, post } from "tailgate";

export default defineService({
  data: "mails.jsonl",
  endpoints: { classify: post("/classify", (mail) => ({ q: mail.text })) },
});
`;
const MAILS = '{"text":"hello","expected":"ham"}\n{"id":"b","text":"buy"}\n';

describe("a service file", () => {
  test("is loaded with its data, with nothing installed beside it", async () => {
    const service = await loadService(written({ "tailgate.service.ts": TEN_LINES, "mails.jsonl": MAILS }));
    expect(service.kinds.map(({ name, rows }) => [name, rows])).toEqual([["classify", 1]]);
    expect(service.row(0)).toEqual({ id: "1", row: { text: "hello", expected: "ham" }, expected: "ham" });
    expect(service.row(1)).toMatchObject({ id: "b", expected: undefined });
    expect(service.kinds[0]?.endpoint.body?.([service.rows[0]])).toEqual({ q: "hello" });
  });

  test("may be plain JavaScript in pieces, its rows made by a function", async () => {
    const path = written({
      "service.js": `import { rows } from "./rows.js";
        import { get, post, defineService } from "tailgate";
        export default defineService({ data: async () => rows, endpoints: { a: post("/a", (r) => r), up: get("/up") } });`,
      "rows.js": "export const rows = [1, 2];",
    });
    const service = await loadService(path);
    expect(service.rows).toEqual([1, 2]);
    expect(service.kinds.map((k) => k.rows)).toEqual([1, null]);
  });

  const refused = async (text: string, more: Record<string, string> = {}): Promise<string> => {
    try {
      await loadService(written({ "tailgate.service.ts": text, ...more }));
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    return "nothing";
  };

  test.each<[string, string, Record<string, string>, RegExp]>([
    ["throws", 'throw new Error("no model");', {}, /throws when it is loaded: no model/],
    ["imports Node", 'import "node:fs";', {}, /service\.ts:1:8: it cannot import node:fs: it runs inside k6/],
    ["imports Node unmarked", 'import "fs";', {}, /cannot import fs/],
    ["imports k6", 'import http from "k6/http"; http.get("x");', {}, /cannot import k6\/http: the command line/],
    ["is no TypeScript", "export default {", {}, /service\.ts:1:17: /],
    ["exports nothing", "const x = 1;", {}, /has no default export/],
    ["has no endpoint", 'export default { data: "d.csv", endpoints: {} };', {}, /it has no endpoint/],
    ["misspells a key", 'export default { date: "d.csv", endpoints: {} };', {}, /no "date"; did you mean "data"/],
    ["names missing data", TEN_LINES, {}, /cannot read .*mails\.jsonl \(ENOENT\)/],
    ["has no rows", TEN_LINES, { "mails.jsonl": "\n" }, /mails\.jsonl has no rows/],
    ["has a broken row", TEN_LINES, { "mails.jsonl": '{"text":"a"}\n{"text":' }, /mails\.jsonl, line 2: is no JSON/],
    ["calls two rows alike", TEN_LINES, { "mails.jsonl": '{"id":7}\n{"id":"7"}' }, /rows 1 and 2 are both called "7"/],
    ["has data of another kind", TEN_LINES.replace("mails.jsonl", "m.xml"), { "m.xml": "" }, /m\.xml is none of/],
  ])("that %s is refused in plain words", async (_, text, more, problem) => {
    expect(await refused(text, more)).toMatch(problem);
  });
});

test("a wrong line of a file of requests is named by its number in the file", async () => {
  const path = written({ "r.jsonl": '{"path":"/a"}\n\n\n{"path":"b"}\n' });
  await expect(loadService(path)).rejects.toThrow(/r\.jsonl, line 4: its path must begin with "\/"/);
  const right = await loadService(written({ "r.jsonl": '{"path":"/a"}\n\n{"path":"/a?q"}\n' }));
  expect([right.row(0).id, right.row(1).id]).toEqual(["1", "3"]);
});

describe("data", () => {
  const rowsOf = async (name: string, text: string): Promise<readonly unknown[]> =>
    (await loadService(written({ "s.service.ts": TEN_LINES.replace("mails.jsonl", name), [name]: text }))).rows;

  test("of a .json file is its list, wherever it is", async () => {
    expect(await rowsOf("d.json", "[1,2]")).toEqual([1, 2]);
    expect(await rowsOf("d.json", '{"licence":"mine","rows":[{"a":1}]}')).toEqual([{ a: 1 }]);
  });

  test("of a .csv file has numbers where a whole column is numbers", async () => {
    const csv = 'width,zip,name,gap\n5.1,01234,"a, b",1\n4.90,55555,7,\n';
    expect(await rowsOf("d.csv", csv)).toEqual([
      { width: 5.1, zip: "01234", name: "a, b", gap: 1 },
      { width: 4.9, zip: "55555", name: "7", gap: null },
    ]);
  });
});
