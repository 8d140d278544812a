import { expect, test } from "vitest";
import { savedSearch } from "../capacity/capacity-shape.ts";
import { comparison } from "./comparison-shape.ts";
import { noiseProfile } from "./noise-shape.ts";

test.each([
  ["comparison.schema.json", comparison],
  ["noise.schema.json", noiseProfile],
  ["../capacity/capacity.schema.json", savedSearch],
])("the schema of %s that is shipped says what the shape says (vitest -u writes it)", async (name, shape) => {
  await expect(`${JSON.stringify(shape, null, 2)}\n`).toMatchFileSnapshot(name);
});
