// cProfile's files against the tables pstats made of them (fixtures/make_cprofile.py), over three Python versions.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { timesOf } from "../../lib/core/profile/function-times.ts";
import type { ProfileFunction } from "../../lib/core/profile/profile.ts";
import { readAnyProfile } from "../../lib/node/profile/profile-format.ts";
import { ProfileFormatError } from "../../lib/node/profile/profile-reader.ts";

const fixture = (name: string): Uint8Array => readFileSync(new URL(`fixtures/${name}`, import.meta.url));

interface Figures {
  function: [file: string, line: number, name: string];
  calls: number;
  primitiveCalls: number;
  tottime: number;
  cumtime: number;
}

interface PstatsTable {
  python: string;
  rows: (Figures & { callers: Figures[] })[];
}

const table = (python: string): PstatsTable => JSON.parse(Buffer.from(fixture(`${python}.pstats.json`)).toString());

const pstatsName = (fn: ProfileFunction | undefined): unknown => [
  fn?.file === "" ? "~" : fn?.file,
  fn?.line ?? 0,
  fn?.name,
];

for (const python of ["cprofile-py38", "cprofile-py311", "cprofile-py313"]) {
  describe(python, () => {
    const expected = table(python);
    const content = fixture(`${python}.prof`);
    const profile = readAnyProfile(content, { sampleUs: undefined });
    const times = timesOf(profile);

    test("calls, own and cumulative times are those of pstats", () => {
      expect(times.functions).toHaveLength(expected.rows.length);
      for (const row of expected.rows) {
        const mine = times.functions.find(
          (t) => JSON.stringify(pstatsName(profile.functions[t.fn])) === JSON.stringify(row.function),
        );
        expect(mine, row.function.join(":")).toMatchObject({ calls: row.calls, primitiveCalls: row.primitiveCalls });
        expect(mine?.selfUs).toBeCloseTo(row.tottime * 1e6, 6);
        expect(mine?.cumulativeUs).toBeCloseTo(row.cumtime * 1e6, 6);
      }
    });

    test("what each caller cost is what pstats says", () => {
      const expectedEdges = expected.rows.flatMap((row) =>
        row.callers.map((caller) => ({ callee: row.function, caller })),
      );
      expect(times.edges).toHaveLength(expectedEdges.length);
      expect(expectedEdges.length).toBeGreaterThan(5);
      for (const { callee, caller } of expectedEdges) {
        const mine = times.edges.find(
          (edge) =>
            JSON.stringify(pstatsName(profile.functions[edge.callee])) === JSON.stringify(callee) &&
            JSON.stringify(pstatsName(profile.functions[edge.caller])) === JSON.stringify(caller.function),
        );
        expect(mine).toMatchObject({ calls: caller.calls });
        expect(mine?.selfUs).toBeCloseTo(caller.tottime * 1e6, 6);
        expect(mine?.cumulativeUs).toBeCloseTo(caller.cumtime * 1e6, 6);
      }
    });

    test("recursion is told from first calls", () => {
      const score = times.functions.find((t) => profile.functions[t.fn]?.name === "score");
      expect([score?.calls, score?.primitiveCalls]).toEqual([1200, 300]);
    });

    test("cut off anywhere it is an error", () => {
      for (let length = 0; length < content.length; length++) {
        expect(() => readAnyProfile(content.subarray(0, length), { sampleUs: undefined }), `${length}`).toThrow(
          ProfileFormatError,
        );
      }
    });
  });
}
