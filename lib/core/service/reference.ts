// The reference contract: the spam service the guide describes, in the form that describes any other. What a run is
// when no service is named.

import { batchPredictions, isPrediction, type Prediction } from "../service-contract.ts";
import { get, post } from "./endpoint.ts";
import { defineService } from "./service.ts";

interface Mail {
  readonly id: string;
  readonly label: string;
  readonly text: string;
}

/** What the contract is about; a service may say more. */
const said = ({ label, score }: Prediction): Prediction => ({ label, score });

export const referenceService = defineService<Mail>({
  data: "corpus/texts.json",
  expected: (mail) => mail.label,
  fresh: (mail, mark) => ({ ...mail, text: `${mark} ${mail.text}` }),
  item: "prediction",
  // The guide's further targets.
  targets: "predict: mean<100ms; requests/s>30",
  endpoints: {
    predict: post("/predict", (mail) => ({ text: mail.text }), {
      share: 6,
      answers: ({ json }) => (isPrediction(json) ? [said(json)] : undefined),
    }),
    batch: post("/predict_batch", (_, mails) => ({ texts: mails.map((mail) => mail.text) }), {
      rows: [5, 25, 50],
      // The guide's proportions are 600/300/100/200 of single, 25, 50 and health; it gives none for batches of 5.
      share: [2, 3, 1],
      answers: ({ json }) => batchPredictions(json)?.map(said),
      answersLike: "predict",
    }),
    health: get("/health", { share: 2 }),
  },
  metrics: {
    at: "/metrics",
    names: {
      memoryBytes: ["process_resident_memory_bytes"],
      cpuSeconds: ["process_cpu_seconds_total"],
      startTime: ["process_start_time_seconds"],
      queue: ["tailgate_queue_depth"],
      lagSeconds: ["tailgate_event_loop_lag_p99_seconds"],
    },
  },
});
