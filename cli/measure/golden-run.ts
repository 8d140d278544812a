// Asks the service about the corpus before the load, one request at a time: its own answers at rest, against which
// its answers under load are held.

import type { GoldenSet } from "../../lib/core/answers/golden-set.ts";
import { type Asked, takeGolden } from "../../lib/core/answers/take-golden.ts";
import { CliError, exit } from "../../lib/core/exit.ts";
import type { GoldenFacts } from "../../lib/core/recording.ts";
import { redactUrl } from "../../lib/core/redact.ts";
import { isPrediction, type Prediction } from "../../lib/core/service-contract.ts";
import type { World } from "../../lib/core/world.ts";
import type { Corpus, CorpusText } from "../../lib/node/corpus-file.ts";
import { type Address, exchange } from "../../lib/node/exchange.ts";
import type { ServiceEnd } from "../target/child-service.ts";
import type { RunningTarget } from "../target/target.ts";

/** A slow service is asked about fewer texts rather than keep people waiting. */
const BUDGET_MS = 15_000;
/** Texts asked a second time, to find a service that does not answer alike twice. */
const ASKED_TWICE = 50;

async function ask(at: Address, text: string): Promise<Prediction | undefined> {
  try {
    const { status, json } = await exchange(at, "/predict", BUDGET_MS, { text });
    return status === 200 && isPrediction(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Takes the golden answers of a service at rest; texts it gave no answer about are left out.
 * @throws CliError when the service ends meanwhile: what it has not said is no answer
 */
export async function goldenRun(target: RunningTarget, corpus: Corpus, world: World): Promise<GoldenSet> {
  const answers = new Map<string, Prediction[]>();
  const deadline = world.monotonic() + BUDGET_MS;
  const askAll = async (texts: readonly CorpusText[]): Promise<void> => {
    for (const { id, text } of texts) {
      if (world.monotonic() > deadline || world.interrupted.aborted) return;
      const answer = await ask(target, text);
      if (answer !== undefined) answers.set(id, [...(answers.get(id) ?? []), answer]);
    }
  };
  await askAll(corpus.texts);
  await askAll(corpus.texts.slice(0, ASKED_TWICE));
  const end = target.ended();
  if (end !== undefined && !world.interrupted.aborted) throw endedAtRest(end);
  const asked: Asked[] = [...answers].map(([id, given]) => ({ id, answers: given }));
  const takenAt = new Date(world.now()).toISOString();
  return takeGolden(
    { corpusHash: corpus.hash, takenAt, target: { url: redactUrl(target.url), profile: target.profile } },
    asked,
  );
}

const endedAtRest = ({ how, lastWords }: ServiceEnd): CliError =>
  new CliError([`the service ended while it was asked for its answers at rest (${how})`, ...lastWords].join("\n  "), {
    code: exit.invalid,
    hint: "Nothing else was asked of it at the time: look for a crash in its log.",
  });

/** What a recording keeps of a golden set. */
export function goldenFacts(set: GoldenSet, corpus: Corpus, own: boolean): GoldenFacts {
  return {
    takenAt: set.takenAt,
    profile: set.target.profile,
    own,
    inputs: Object.keys(set.inputs).length,
    unstable: set.unstable.length,
    correct: corpus.texts.filter((t) => set.inputs[t.id]?.label === t.label).length,
  };
}
