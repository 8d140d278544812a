// The scenario that a script runs. Bundling puts a module with the same export in this one's place
// (lib/node/service/bundle-scenario.ts).

import type { NamedScenario } from "../core/scenario/over-service.ts";

export const named: NamedScenario | undefined = undefined;
