// Finds the committed weights and reads them.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suiteRoot } from "../../lib/node/suite-root.ts";
import type { Network } from "./network.ts";
import { decodeNetwork } from "./weights-file.ts";

/** The network of service/model/weights, expanded to float32 in shared memory. About 20 ms. */
export const loadNetwork = (): Network =>
  decodeNetwork(readFileSync(join(suiteRoot(), "service/model/weights/network.bin")));
