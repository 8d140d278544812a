// What `import … from "tailgate"` means in a service file: all that a description is made of.

export { answersAt } from "./answers-at.ts";
export { form } from "./body.ts";
export { type Endpoint, type EndpointOptions, get, headerMs, post, type Reply } from "./endpoint.ts";
export { embeddings } from "./presets/embeddings.ts";
export { chat, completions } from "./presets/generation.ts";
export { instances } from "./presets/instances.ts";
export { mlperf, mlserverStream, streamChat, streamCompletion, tritonStream } from "./presets/streaming.ts";
export { teiEmbed, teiPredict } from "./presets/tei.ts";
export type { Tensor } from "./presets/tensor.ts";
export { v2 } from "./presets/v2.ts";
export { defineService, type Service } from "./service.ts";
export {
  bentoMetrics,
  mlserverMetrics,
  prometheus,
  teiMetrics,
  tfServingMetrics,
  tritonMetrics,
  vllmMetrics,
} from "./service-metrics.ts";
