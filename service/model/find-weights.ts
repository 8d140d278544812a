// Where the weights are: in a clone beside the sources, for an installed suite in a package of their own, since they
// weigh more than all the rest and whoever tests a service of their own needs none.

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { CliError } from "../../lib/core/exit.ts";
import { suiteRoot } from "../../lib/node/suite-root.ts";

/** The package of service/model/weights. */
const PACKAGE = "tailgate-reference";

const installed = (): string | undefined => {
  try {
    return createRequire(import.meta.url).resolve(`${PACKAGE}/network.bin`);
  } catch {
    return undefined;
  }
};

/** Path of the weights. @throws CliError when they are not installed */
export function findWeights(): string {
  const beside = join(suiteRoot(), "service/model/weights/network.bin");
  const path = existsSync(beside) ? beside : installed();
  if (path !== undefined) return path;
  throw new CliError(`the reference service's weights are a package of their own, ${PACKAGE}, which is not installed`, {
    hint: "Set BASE_URL or CMD to test a service of your own, or install that package beside tailgate.",
  });
}
