// A real CPU profile of Go's runtime/pprof (fixtures/go_workload.go.txt), against what `go tool pprof -top` said of it.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { timesOf } from "../../lib/core/profile/function-times.ts";
import { readAnyProfile } from "../../lib/node/profile/profile-format.ts";

test("go.pb.gz has the times that go tool pprof shows", () => {
  const content = readFileSync(new URL("fixtures/go.pb.gz", import.meta.url));
  const profile = readAnyProfile(content, { sampleUs: undefined });
  const times = new Map(timesOf(profile).functions.map((t) => [profile.functions[t.fn]?.name, t]));
  expect(profile).toMatchObject({ kind: "cpu-sampling", intervalUs: 10_000, sampleCount: 229 });
  expect(profile.durationUs).toBeCloseTo(2_900_000, -4);
  expect(times.get("main.inference")).toMatchObject({ selfUs: 1_680_000, cumulativeUs: 1_710_000, samples: 168 });
  expect(times.get("main.features")).toMatchObject({ selfUs: 580_000, cumulativeUs: 580_000 });
  expect(times.get("main.handle")).toMatchObject({ selfUs: 0, cumulativeUs: 2_290_000 });
});
