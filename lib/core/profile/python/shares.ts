// Costs that are a share of each request: validating and serialising through pydantic, and logging.

import { formatPercent } from "../../format.ts";
import type { PythonRule } from "./evidence.ts";
import { shareOf, slicesBelow } from "./evidence.ts";

/** Less than this no comparison of a few minutes can show. */
const LEAST_SHARE = 0.03;

const PYDANTIC = /(^|\/)(pydantic|pydantic_core)\//;
/** Where FastAPI calls pydantic's native core, which has no frames of its own. */
const FASTAPI = /^(serialize_response|serialize|jsonable_encoder|request_body_to_args|validate)$/;

export const pydanticValidation: PythonRule = (evidence) => {
  const slices = slicesBelow(
    evidence,
    (fn) => PYDANTIC.test(fn.file) || (/(^|\/)fastapi\//.test(fn.file) && FASTAPI.test(fn.name)),
  );
  const share = shareOf(evidence, slices);
  if (share < LEAST_SHARE) return undefined;
  return {
    rule: "pydantic-validation",
    kind: "fault",
    symptom: "Large requests and answers cost more than their inference explains",
    evidence: `validating and serialising through pydantic took ${formatPercent(share)} of busy time`,
    cause: "Every request is validated and every answer serialised item by item, with a model for each.",
    rival: "The time is JSON's own, of bodies this large: it stays without the models.",
    nextExperiment:
      "Return JSONResponse(content=…) without a response model: BASELINE_CMD='<this version>' CMD='<with the change>' tailgate compare; watch latency of large batches.",
  };
};

export const hotPathLogging: PythonRule = (evidence) => {
  const share = shareOf(
    evidence,
    evidence.slices.filter((slice) => slice.category === "logging"),
  );
  if (share < LEAST_SHARE) return undefined;
  return {
    rule: "logging-in-hot-path",
    kind: "fault",
    symptom: "Every request costs a little more than its work",
    evidence: `building and writing log lines took ${formatPercent(share)} of busy time`,
    cause: "Lines are built for each request, also below the level that is on, and written while the request waits.",
    rival: "A slow or contended log file: then it is the writing and not the building.",
    nextExperiment:
      "Level WARNING, lazy arguments (logger.info('%s', x)) and --no-access-log: BASELINE_CMD='<this version>' CMD='<with the change>' tailgate compare; watch latency of every endpoint. LOG_FILE=/dev/null tells building from writing.",
  };
};
