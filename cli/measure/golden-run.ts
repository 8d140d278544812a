// Asks the service about its rows before the load, one request at a time: its own answers at rest, against which its
// answers under load are held. Answers that were saved of the same build are asked for in samples only.

import type { GoldenSet } from "../../lib/core/answers/golden-set.ts";
import { type Asked, takeGolden } from "../../lib/core/answers/take-golden.ts";
import { CliError, exit } from "../../lib/core/exit.ts";
import { formatDuration } from "../../lib/core/format.ts";
import type { GoldenFacts } from "../../lib/core/recording.ts";
import { redactUrl } from "../../lib/core/redact.ts";
import type { RequestKind } from "../../lib/core/service/request-kinds.ts";
import type { World } from "../../lib/core/world.ts";
import { askRow } from "../../lib/node/service/ask.ts";
import type { ServedRow, ServiceUnderTest } from "../../lib/node/service/service-under-test.ts";
import type { ServiceEnd } from "../target/child-service.ts";
import type { DescribedTarget } from "../target/target.ts";

/** A slow service is asked about fewer rows rather than keep people waiting. */
const FIRST_ROUND_MS = 24_000;
/** With the second round. */
const BUDGET_MS = 30_000;
/** Rows asked a second time, to find a service that does not answer alike twice. */
const ASKED_TWICE = 50;
/** Where each of the first ones is answered differently the second time, no answer can be held against another. */
const TRIED_FIRST = 2;
/** More rows are no better evidence, and would fill the file. */
const MOST_ROWS = 5000;
/** Saved answers that are asked for again before the rest is believed. */
const SAMPLE = 20;

const interrupted = (): CliError =>
  new CliError("interrupted while the service was asked for its answers at rest; nothing was recorded", {
    code: exit.interrupted,
  });

/** A row to be asked about, and the kind of request that does. */
interface Question {
  readonly kind: RequestKind<unknown>;
  readonly row: ServedRow;
}

/** Asks in turn until `deadline`, in the world's monotonic milliseconds. @throws CliError (105) when interrupted */
async function askAll(
  target: DescribedTarget,
  questions: Iterable<Question>,
  deadline: number,
  world: World,
  onAnswer: (key: string, answer: unknown) => void,
): Promise<void> {
  for (const { kind, row } of questions) {
    const leftMs = Math.floor(deadline - world.monotonic());
    if (leftMs <= 0) return;
    const answer = await askRow(target, kind, row, leftMs);
    // Half a set is no set: it would take the place of a whole one.
    if (world.interrupted.aborted) throw interrupted();
    if (answer !== undefined) onAnswer(target.service.goldenKey(kind, row), answer);
  }
}

/** Rows `from` up to `to` of those the kind is for. */
function* questions(service: ServiceUnderTest, kind: RequestKind<unknown>, from: number, to: number) {
  const count = Math.max(0, Math.min(to, service.rowCount(kind)) - from);
  for (const row of service.rowsOf(kind, from, count)) yield { kind, row };
}

type Answers = Map<string, unknown[]>;

const neverTheSame = (answers: Answers, { same }: ServiceUnderTest): boolean => {
  const twice = [...answers].filter(([, given]) => given.length > 1);
  return twice.length > 0 && twice.every(([key, [first, second]]) => !same(key, first, second));
};

/** The answers of one kind of request; few of one that does not answer alike twice. */
async function answersOf(
  target: DescribedTarget,
  kind: RequestKind<unknown>,
  share: number,
  world: World,
): Promise<Answers> {
  const { service } = target;
  const answers: Answers = new Map();
  const start = world.monotonic();
  const keep = (key: string, answer: unknown): void => void answers.set(key, [...(answers.get(key) ?? []), answer]);
  const ask = (rows: Iterable<Question>, untilMs: number): Promise<void> =>
    askAll(target, rows, start + untilMs * share, world, keep);
  for (let time = 0; time < 2; time++) await ask(questions(service, kind, 0, TRIED_FIRST), FIRST_ROUND_MS);
  if (neverTheSame(answers, service)) {
    world.stderr.write(
      `${kind.name} answers the same row differently each time: its answers are judged by their shape alone\n`,
    );
    return answers;
  }
  await ask(questions(service, kind, TRIED_FIRST, MOST_ROWS), FIRST_ROUND_MS);
  const again = [...questions(service, kind, TRIED_FIRST, ASKED_TWICE)].filter(({ row }) =>
    answers.has(service.goldenKey(kind, row)),
  );
  await ask(again, BUDGET_MS);
  const wanted = Math.min(service.rowCount(kind), MOST_ROWS);
  if (answers.size < wanted) {
    world.stderr.write(
      `answers at rest: ${answers.size} of ${wanted} rows in ${formatDuration(world.monotonic() - start)}; answers about the others are not held against any\n`,
    );
  }
  return answers;
}

/**
 * Takes the golden answers of a service at rest; rows it gave no answer about, or had no time to answer, are left out.
 * @throws CliError when the service ends meanwhile: what it has not said is no answer; and (105) when interrupted
 */
export async function goldenRun(target: DescribedTarget, world: World): Promise<GoldenSet> {
  const { service, profile, version } = target;
  const kinds = service.goldenKinds;
  const asked: Asked[] = [];
  for (const kind of kinds) {
    for (const [id, answers] of await answersOf(target, kind, 1 / kinds.length, world)) asked.push({ id, answers });
  }
  const end = target.ended();
  if (end !== undefined) throw endedAtRest(end);
  const takenAt = new Date(world.now()).toISOString();
  return takeGolden(
    { corpusHash: service.dataHash, takenAt, target: { url: redactUrl(target.url), profile, version } },
    asked,
    service.same,
  );
}

/** Rows spread evenly over those a set knows to be stable. */
const sampleOf = ({ inputs, unstable }: GoldenSet, service: ServiceUnderTest): readonly Question[] => {
  const known = Object.keys(inputs).filter((key) => !unstable.includes(key));
  const step = Math.max(1, known.length / SAMPLE);
  return Array.from({ length: Math.min(SAMPLE, known.length) }, (_, i) => {
    const key = known[Math.floor(i * step)];
    return key === undefined ? undefined : service.about(key);
  }).filter((question) => question !== undefined);
};

/**
 * Whether answers saved earlier are this service's: it calls itself by the same build, the rows are the same, and a
 * sample is answered as it was. A service that does not say which build it is never is.
 * @throws CliError (105) when interrupted
 */
export async function stillTrue(saved: GoldenSet, target: DescribedTarget, world: World): Promise<boolean> {
  const { service } = target;
  const { profile, version } = saved.target;
  if (version === undefined || version === null || version !== target.version || profile !== target.profile)
    return false;
  if (saved.corpusHash !== service.dataHash) return false;
  const sample = sampleOf(saved, service);
  let same = 0;
  await askAll(target, sample, world.monotonic() + BUDGET_MS, world, (key, answer) => {
    const before = saved.inputs[key];
    if (before !== undefined && service.same(key, before, answer)) same++;
  });
  return sample.length > 0 && same === sample.length;
}

const endedAtRest = ({ how, lastWords }: ServiceEnd): CliError =>
  new CliError([`the service ended while it was asked for its answers at rest (${how})`, ...lastWords].join("\n  "), {
    code: exit.invalid,
    hint: "Nothing else was asked of it at the time: look for a crash in its log.",
  });

/** What a recording keeps of a golden set. */
export function goldenFacts(set: GoldenSet, service: ServiceUnderTest, own: boolean): GoldenFacts {
  const judged = Object.entries(set.inputs).map(([key, answer]) => service.right(key, answer));
  const vocabulary = service.vocabulary(set);
  const known = judged.filter((right) => right !== undefined).length;
  return {
    takenAt: set.takenAt,
    profile: set.target.profile,
    own,
    inputs: judged.length,
    unstable: set.unstable.length,
    correct: judged.filter((right) => right === true).length,
    ...(vocabulary === "shared" ? {} : { vocabulary }),
    ...(known === judged.length ? {} : { known }),
  };
}
