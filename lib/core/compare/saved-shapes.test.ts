import { expect, test } from "vitest";
import { comparison } from "./comparison-shape.ts";
import { noiseProfile } from "./noise-shape.ts";

test.each([
  ["comparison", comparison],
  ["noise", noiseProfile],
])("the schema of %s that is shipped says what the shape says (vitest -u writes it)", async (name, shape) => {
  await expect(`${JSON.stringify(shape, null, 2)}\n`).toMatchFileSnapshot(`${name}.schema.json`);
});
