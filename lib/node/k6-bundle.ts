// How a script is bundled that k6 can run: the same for the suite's scenarios over a described service, for somebody's
// own script under k6, and for the runner, so that both engines run the same code. (The Makefile says it once more, in
// esbuild's own flags, for the bundles of the reference service.)

import type { BuildOptions } from "esbuild";

export const k6Bundle = {
  bundle: true,
  write: false,
  format: "esm",
  platform: "neutral",
  target: "es2022",
  // What k6's own interpreter cannot parse is lowered.
  supported: { "for-await": false, "async-generator": false },
  external: ["k6", "k6/*"],
  charset: "utf8",
  logLevel: "silent",
  tsconfigRaw: {},
} satisfies BuildOptions & { readonly write: false };
