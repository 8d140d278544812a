// The reference contract answered at once and always alike, for tests in which what a service says does not matter:
// the answers at rest take no time.

import { isRecord } from "../../lib/core/json.ts";
import type { FakeAnswer, FakeRequest } from "../../runner/testing/fake-server.ts";

const prediction = { label: "ham", score: 0.9 };

/** The texts of a request for a batch. */
export const textsOf = (body: string): readonly unknown[] | undefined => {
  const json: unknown = body === "" ? undefined : JSON.parse(body);
  return isRecord(json) && Array.isArray(json.texts) ? json.texts : undefined;
};

/** For `fakeServer`. */
export function stubAnswer({ path, body }: FakeRequest): FakeAnswer {
  if (path === "/health") return { body: { status: "ok" } };
  if (path === "/predict") return { body: prediction };
  if (path === "/predict_batch") return { body: { predictions: (textsOf(body) ?? []).map(() => prediction) } };
  return { status: 404 };
}
