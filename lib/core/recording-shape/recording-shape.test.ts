import { expect, test } from "vitest";
import { recording } from "./recording-shape.ts";

test("the schema that is shipped says what the shape says (vitest -u writes it)", async () => {
  await expect(`${JSON.stringify(recording, null, 2)}\n`).toMatchFileSnapshot("../recording.schema.json");
});
