// What a description of a service or a scenario may import: itself in pieces, packages of plain JavaScript, and
// "tailgate", which stands for this suite's own module, so that nothing has to be installed beside the file.

import { isBuiltin } from "node:module";
import { join } from "node:path";
import type { Plugin } from "esbuild";
import { suiteRoot } from "../suite-root.ts";

/** Path of the module that `import … from "tailgate"` means. */
export const publicModule = (): string => join(suiteRoot(), "lib/core/tailgate.ts");

/** Resolves "tailgate", and refuses what one of the two places where such a file runs does not have. */
export const suiteImports: Plugin = {
  name: "tailgate-service",
  setup(build) {
    build.onResolve({ filter: /^tailgate$/ }, () => ({ path: publicModule() }));
    build.onResolve({ filter: /^[a-z@]/ }, ({ path, kind }) => {
      if (kind === "entry-point" || !isBuiltin(path)) return undefined;
      return {
        errors: [{ text: `it cannot import ${path}: it runs inside k6 too, which has no modules of Node.` }],
      };
    });
  },
};

/** Refuses k6's modules, for a file that is also read where there is no k6. */
export const refuseK6: Plugin = {
  name: "tailgate-no-k6",
  setup(build) {
    build.onResolve({ filter: /^k6($|\/)/ }, ({ path }) => ({
      errors: [{ text: `it cannot import ${path}: the command line reads it too, and has no k6.` }],
    }));
  },
};
