import { expect, test } from "vitest";
import { LongestGap } from "./longest-gap.ts";

test("the longest time without a sample counts while there are users, and late samples do not make one", () => {
  const gap = new LongestGap();
  expect(gap.longestMs).toBeNull();
  gap.add("vus", 0, 0);
  gap.add("vus", 9000, 3);
  expect(gap.longestMs).toBe(0);
  gap.add("http_req_duration", 9900, 12);
  gap.add("http_req_duration", 9400, 12);
  gap.add("vus", 10_000, 3);
  expect(gap.longestMs).toBe(900);
  gap.add("vus", 15_000, 3);
  expect(gap.longestMs).toBe(5000);
});
