// Streamed answers where the service has none: `k6/x/sse`, which k6 itself lacks, is not imported then. Bundling puts
// sse-stream.ts in this one's place for a service with a streaming endpoint (lib/node/service/bundle-scenario.ts).

import type { StreamAsked } from "./sse-stream.ts";

export const askStream: StreamAsked = () => {
  throw new Error("this script was bundled for a service without streams");
};
