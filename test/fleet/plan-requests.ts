// A service that keeps what it was asked, and the request numbers of a plan that this can only have come from.

import { planFor } from "../../cli/measure/plan-for.ts";
import { isRecord } from "../../lib/core/json.ts";
import { endpointAt, textsAt } from "../../lib/core/load/workload.ts";
import { referenceService } from "../../lib/core/service/reference.ts";
import { readCorpus } from "../../lib/node/corpus-file.ts";
import { fakeServer } from "../../runner/testing/fake-server.ts";
import { named } from "../support/named-scenario.ts";
import { stubAnswer, textsOf } from "../support/stub-service.ts";

export interface AskedService {
  readonly url: string;
  /** A text for each request with rows, in order of arrival. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Answers at once, always the same. */
export async function askedService(): Promise<AskedService> {
  const asked: string[] = [];
  const { url, close } = await fakeServer((request) => {
    const json: unknown = request.body === "" ? undefined : JSON.parse(request.body);
    if (isRecord(json)) asked.push(JSON.stringify(textsOf(request.body) ?? [json.text]));
    return stubAnswer(request);
  });
  return { url, asked, close };
}

interface PlanRequests {
  /** In order. */
  readonly numbers: readonly number[];
  /** Requests that no load of this plan can have sent, nor anybody who asks for answers at rest. */
  readonly unknown: readonly string[];
}

/**
 * Which requests of a plan these were, of its first `most`. With REPEAT_SHARE=0 every request's texts are its own; a
 * request of plain texts is none of the load's.
 */
export async function numbersOf(
  asked: readonly string[],
  scenario: string,
  env: Readonly<Record<string, string>>,
  most = 1000,
): Promise<PlanRequests> {
  const { mix, options } = planFor(named(scenario), env, { service: referenceService });
  const { texts } = await readCorpus();
  const numbers = new Map<string, number>();
  for (let index = 0; index < most; index++) {
    const { rows } = endpointAt(mix, options.seed, index);
    if (rows === null) continue;
    const chosen = textsAt(index, rows, texts.length, options).map(({ text, marker }) => {
      const known = texts[text]?.text ?? "";
      return marker === undefined ? known : `${marker} ${known}`;
    });
    numbers.set(JSON.stringify(chosen), index);
  }
  const plain = new Set(texts.map(({ text }) => JSON.stringify(text)));
  const isPlain = (request: string): boolean => {
    const sent: unknown = JSON.parse(request);
    return Array.isArray(sent) && sent.every((text) => plain.has(JSON.stringify(text)));
  };
  return {
    numbers: asked.flatMap((request) => numbers.get(request) ?? []).sort((a, b) => a - b),
    unknown: asked.filter((request) => !numbers.has(request) && !isPlain(request)),
  };
}

/** The numbers with rows among the first `count` of a plan. */
export function numberedOf(scenario: string, env: Readonly<Record<string, string>>, count: number): readonly number[] {
  const { mix, options } = planFor(named(scenario), env, { service: referenceService });
  return Array.from({ length: count }, (_, i) => i).filter((i) => endpointAt(mix, options.seed, i).rows !== null);
}
