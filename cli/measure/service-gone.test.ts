import { expect, test } from "vitest";
import { ServiceGone } from "./service-gone.ts";

const refused = { error_code: "1212" };
const answered = { status: "200" };

test("only refusals for five seconds mean that nobody listens any more", () => {
  const gone = new ServiceGone();
  gone.add("http_req_duration", 0, 0, refused);
  gone.add("http_req_duration", 4900, 0, refused);
  expect(gone.why(false)).toBeUndefined();
  gone.add("vus", 9000, 0, {});
  expect(gone.why(false)).toBeUndefined();
  gone.add("http_req_duration", 5000, 0, refused);
  expect(gone.why(false)).toContain("5 s");
});

test("an answer means that it is back", () => {
  const gone = new ServiceGone();
  gone.add("http_req_duration", 0, 0, refused);
  gone.add("http_req_duration", 9000, 0, refused);
  gone.add("http_req_duration", 9100, 0, answered);
  expect(gone.why(true)).toBeUndefined();
});

test("of a service that is known to have ended one refusal is enough, and none is not", () => {
  const gone = new ServiceGone();
  expect(gone.why(true)).toBeUndefined();
  gone.add("http_req_duration", 0, 0, refused);
  expect(gone.why(true)).toBeDefined();
});
