import { expect, test } from "vitest";
import { BodyBuffer } from "./body-buffer.ts";
import { MAX_PENDING_BYTES } from "./limits.ts";

test("pieces become one text, and clearing gives the memory back", () => {
  const pending = { held: 0 };
  const body = new BodyBuffer(pending);
  body.append(Buffer.from("xhellox"), 1, 6);
  body.append(Buffer.from(" world"), 0, 6);
  expect(body.view().toString()).toBe("hello world");
  expect(pending.held).toBeGreaterThanOrEqual(11);
  body.clear();
  expect(pending.held).toBe(0);
});

test("a body ends at its limit", () => {
  const body = new BodyBuffer({ held: 0 }, 10_000);
  const piece = Buffer.alloc(6000);
  body.append(piece, 0, 6000);
  expect(() => body.append(piece, 0, 6000)).toThrow("response body exceeded 10000 bytes");
});

test("bodies under way share a limit", () => {
  const body = new BodyBuffer({ held: MAX_PENDING_BYTES - 1000 });
  expect(() => body.append(Buffer.alloc(2000), 0, 2000)).toThrow("response bodies under way exceeded");
});
