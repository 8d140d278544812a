// Modules from the network as every command gets them: from the cache of this user, or over https.

import type { World } from "../../../lib/core/world.ts";
import { fetchModule } from "./module-fetch.ts";
import { ModuleStore, moduleDirectory } from "./module-store.ts";
import { type LoadRemote, remoteModules } from "./remote-modules.ts";

/** @param notice what people should know of it, a line each */
export const standardRemote = (world: World, signal: AbortSignal, notice: (line: string) => void): LoadRemote =>
  remoteModules({
    store: new ModuleStore(moduleDirectory(world.env)),
    fetch: fetchModule,
    now: () => world.now(),
    signal,
    notice,
  });
