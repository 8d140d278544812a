// Reads the weights of the reference service.

import { readFileSync } from "node:fs";
import { findWeights } from "./find-weights.ts";
import type { Network } from "./network.ts";
import { decodeNetwork } from "./weights-file.ts";

/** The network, expanded to float32 in shared memory. About 20 ms. @throws CliError when its weights are not installed */
export const loadNetwork = (): Network => decodeNetwork(readFileSync(findWeights()));
