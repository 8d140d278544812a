// What is known of a run before it begins: which scenario, load, texts, suite, machine and service.

import { RECORDING_SCHEMA } from "../../lib/core/recording-format.ts";
import { redactUrl } from "../../lib/core/redact.ts";
import { itemOf } from "../../lib/core/service/item.ts";
import type { MeasuredRun } from "../../lib/core/validity/rule.ts";
import { hostFacts } from "../../lib/node/host-facts.ts";
import { suiteFacts } from "../../lib/node/suite-facts.ts";
import type { MeasureRequest } from "./measure-request.ts";

/** The part of a recording that the run itself adds nothing to. */
export type RunHeader = Omit<
  MeasuredRun,
  | "id"
  | "partial"
  | "startedAt"
  | "durationMs"
  | "endpoints"
  | "metrics"
  | "checks"
  | "timeline"
  | "generator"
  | "service"
>;

/** @param script path of the scenario bundle */
export async function runHeader(request: MeasureRequest, script: string): Promise<RunHeader> {
  const { plan, engine, target, service } = request;
  return {
    schema: RECORDING_SCHEMA,
    label: request.label,
    scenario: plan.scenario,
    ...(request.isProbe === true ? { probe: true } : {}),
    engine: { name: engine.name, version: engine.version },
    target: {
      url: target.url === "" ? "" : redactUrl(target.url),
      embedded: target.embedded,
      profile: target.profile,
      version: target.version,
    },
    load: plan.load,
    seed: plan.foreign === undefined ? plan.options.seed : null,
    payload:
      service === undefined
        ? null
        : { corpusHash: service.dataHash, texts: service.rows.length, repeatShare: plan.options.repeatShare },
    script: plan.foreign?.identity ?? null,
    item: service === undefined ? null : itemOf(service.service),
    warmupMs: plan.options.warmupMs,
    suite: {
      ...(await suiteFacts(script)),
      ...(plan.foreign === undefined ? {} : { scriptHash: plan.foreign.identity.hash }),
    },
    host: hostFacts(),
    golden: request.golden?.facts ?? null,
  };
}
