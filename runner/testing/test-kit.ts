/**
 * `tailgate/testing`: a function of a k6 script under test, in the user's own test runner.
 *
 * @module tailgate/testing
 */

export { type FakeAnswer, type FakeRequest, type FakeServer, fakeServer } from "./fake-server.ts";
export { type Trial, type Tried, tryScript } from "./try-script.ts";
