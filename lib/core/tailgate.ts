/**
 * What `import … from "tailgate"` means: all that a service description and a scenario are made of.
 *
 * @module tailgate
 */

export type { Mix } from "./load/mix.ts";
export { defineScenario, type Scenario } from "./scenario/scenario.ts";
export { each, type LoadShape, type StageSpec, stages, steady } from "./scenario/scenario-load.ts";
export { answersAt } from "./service/answers-at.ts";
export { form } from "./service/body.ts";
export { type Endpoint, type EndpointOptions, get, headerMs, post, type Reply } from "./service/endpoint.ts";
export type { LoadEndpoint } from "./service/load-endpoint.ts";
export { embeddings } from "./service/presets/embeddings.ts";
export { chat, completions } from "./service/presets/generation.ts";
export { instances } from "./service/presets/instances.ts";
export { mlperf, mlserverStream, streamChat, streamCompletion, tritonStream } from "./service/presets/streaming.ts";
export { teiEmbed, teiPredict } from "./service/presets/tei.ts";
export type { Tensor } from "./service/presets/tensor.ts";
export { v2 } from "./service/presets/v2.ts";
export { defineService, type Service } from "./service/service.ts";
export {
  bentoMetrics,
  mlserverMetrics,
  prometheus,
  teiMetrics,
  tfServingMetrics,
  tritonMetrics,
  vllmMetrics,
} from "./service/service-metrics.ts";
