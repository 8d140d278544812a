// Asks the service about the corpus before the load, one request at a time: its own answers at rest, against which
// its answers under load are held. Answers that were saved of the same build are asked for in samples only.

import type { GoldenSet } from "../../lib/core/answers/golden-set.ts";
import { sameAnswer } from "../../lib/core/answers/same-answer.ts";
import { type Asked, takeGolden } from "../../lib/core/answers/take-golden.ts";
import { CliError, exit } from "../../lib/core/exit.ts";
import { formatDuration } from "../../lib/core/format.ts";
import type { GoldenFacts } from "../../lib/core/recording.ts";
import { redactUrl } from "../../lib/core/redact.ts";
import { isPrediction, type Prediction } from "../../lib/core/service-contract.ts";
import type { World } from "../../lib/core/world.ts";
import type { Corpus, CorpusText } from "../../lib/node/corpus-file.ts";
import { type Address, exchange } from "../../lib/node/exchange.ts";
import type { ServiceEnd } from "../target/child-service.ts";
import type { RunningTarget } from "../target/target.ts";

/** A slow service is asked about fewer texts rather than keep people waiting. */
const FIRST_ROUND_MS = 24_000;
/** With the second round. */
const BUDGET_MS = 30_000;
/** Texts asked a second time, to find a service that does not answer alike twice. */
const ASKED_TWICE = 50;
/** Saved answers that are asked for again before the rest is believed. */
const SAMPLE = 20;

async function ask(at: Address, text: string, timeoutMs: number): Promise<Prediction | undefined> {
  try {
    const { status, json } = await exchange(at, "/predict", timeoutMs, { text });
    return status === 200 && isPrediction(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

const interrupted = (): CliError =>
  new CliError("interrupted while the service was asked for its answers at rest; nothing was recorded", {
    code: exit.interrupted,
  });

/** Asks in turn until `deadline`, in the world's monotonic milliseconds. @throws CliError (105) when interrupted */
async function askAll(
  target: RunningTarget,
  texts: readonly CorpusText[],
  deadline: number,
  world: World,
  onAnswer: (id: string, answer: Prediction) => void,
): Promise<void> {
  for (const { id, text } of texts) {
    const leftMs = Math.floor(deadline - world.monotonic());
    if (leftMs <= 0) return;
    const answer = await ask(target, text, leftMs);
    // Half a set is no set: it would take the place of a whole one.
    if (world.interrupted.aborted) throw interrupted();
    if (answer !== undefined) onAnswer(id, answer);
  }
}

/**
 * Takes the golden answers of a service at rest; texts it gave no answer about, or had no time to answer, are left out.
 * @throws CliError when the service ends meanwhile: what it has not said is no answer; and (105) when interrupted
 */
export async function goldenRun(target: RunningTarget, corpus: Corpus, world: World): Promise<GoldenSet> {
  const answers = new Map<string, Prediction[]>();
  const start = world.monotonic();
  const keep = (id: string, answer: Prediction): void => void answers.set(id, [...(answers.get(id) ?? []), answer]);
  await askAll(target, corpus.texts, start + FIRST_ROUND_MS, world, keep);
  const again = corpus.texts.filter(({ id }) => answers.has(id)).slice(0, ASKED_TWICE);
  await askAll(target, again, start + BUDGET_MS, world, keep);
  const end = target.ended();
  if (end !== undefined) throw endedAtRest(end);
  if (answers.size < corpus.texts.length) {
    world.stderr.write(
      `answers at rest: ${answers.size} of ${corpus.texts.length} texts in ${formatDuration(world.monotonic() - start)}; answers about the others are not held against any\n`,
    );
  }
  const asked: Asked[] = [...answers].map(([id, given]) => ({ id, answers: given }));
  const takenAt = new Date(world.now()).toISOString();
  const { profile, version } = target;
  return takeGolden(
    { corpusHash: corpus.hash, takenAt, target: { url: redactUrl(target.url), profile, version } },
    asked,
  );
}

/** Texts spread evenly over those a set knows to be stable. */
const sampleOf = (set: GoldenSet, corpus: Corpus): readonly CorpusText[] => {
  const known = corpus.texts.filter(({ id }) => set.inputs[id] !== undefined && !set.unstable.includes(id));
  const step = Math.max(1, known.length / SAMPLE);
  return Array.from({ length: Math.min(SAMPLE, known.length) }, (_, i) => known[Math.floor(i * step)]).filter(
    (text) => text !== undefined,
  );
};

/**
 * Whether answers saved earlier are this service's: it calls itself by the same build, the texts are the same, and a
 * sample is answered as it was. A service that does not say which build it is never is.
 * @throws CliError (105) when interrupted
 */
export async function stillTrue(
  saved: GoldenSet,
  target: RunningTarget,
  corpus: Corpus,
  world: World,
): Promise<boolean> {
  const { profile, version } = saved.target;
  if (version === undefined || version === null || version !== target.version || profile !== target.profile)
    return false;
  if (saved.corpusHash !== corpus.hash) return false;
  const sample = sampleOf(saved, corpus);
  let same = 0;
  await askAll(target, sample, world.monotonic() + BUDGET_MS, world, (id, answer) => {
    const before = saved.inputs[id];
    if (before !== undefined && sameAnswer(before, answer)) same++;
  });
  return sample.length > 0 && same === sample.length;
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
