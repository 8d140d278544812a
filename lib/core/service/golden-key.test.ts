import { expect, test } from "vitest";
import { post } from "./endpoint.ts";
import { goldenKeys } from "./golden-key.ts";
import { requestKinds } from "./request-kinds.ts";
import { defineService } from "./service.ts";

test("a key says whose answer it is, and about which row", () => {
  const [judge, rank] = [post("/judge", (row) => row), post("/rank", (row) => row)];
  const keys = goldenKeys(requestKinds(defineService({ data: "d.csv", endpoints: { judge, rank } })));
  expect([keys.id("judge", "7"), keys.id("rank", "7")]).toEqual(["7", "rank:7"]);
  expect(keys.readings("7")).toEqual([{ family: "judge", row: "7" }]);
  expect(keys.readings("rank:7")).toEqual([
    { family: "rank", row: "7" },
    { family: "judge", row: "rank:7" },
  ]);
});
