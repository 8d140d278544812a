import { expect, test } from "vitest";
import { closeError } from "./close-text.ts";

test.each([
  [1000, "", undefined],
  [1001, "bye", undefined],
  [1006, "", "websocket: close 1006 (abnormal closure): unexpected EOF"],
  [1008, "no", "websocket: close 1008 (policy violation): no"],
  [4001, "", "websocket: close 4001"],
])("the end of a WebSocket with %i %j", (code, reason, text) => {
  expect(closeError(code, reason)).toBe(text);
});
