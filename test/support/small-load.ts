// A closed load in virtual time against the test service's model, folded into recordings as an engine's samples would
// be: for tests of what reads recordings, without an engine, a socket or a wait.

import { type AnswerBook, answerBook } from "../../lib/core/answers/answer-book.ts";
import type { GoldenSet } from "../../lib/core/answers/golden-set.ts";
import { judgeAnswers } from "../../lib/core/answers/judge-answer.ts";
import { takeGolden } from "../../lib/core/answers/take-golden.ts";
import { failingTexts } from "../../lib/core/fold/failing-texts.ts";
import { RecordingFold } from "../../lib/core/fold/recording-fold.ts";
import { textsAt } from "../../lib/core/load/workload.ts";
import { metric, type Tags, tag } from "../../lib/core/metric-sample.ts";
import type { ServiceSample } from "../../lib/core/recording.ts";
import { readReply, replyOf } from "../../lib/core/service/read-reply.ts";
import { referenceService } from "../../lib/core/service/reference.ts";
import { requestKinds } from "../../lib/core/service/request-kinds.ts";
import { isPrediction, type Prediction } from "../../lib/core/service-contract.ts";
import type { MeasuredRun } from "../../lib/core/validity/rule.ts";
import type { Faults } from "./faulty-service/faults.ts";
import { FaultyModel } from "./faulty-service/model.ts";
import { measuredRun } from "./measured-run.ts";
import { VirtualClock } from "./virtual-clock.ts";

export interface SmallLoad {
  readonly users: number;
  readonly durationMs: number;
  readonly thinkMs?: number;
  /** Endpoints in turn: texts a request, 0 for /health. */
  readonly mix?: readonly number[];
  /** Whether texts repeat (a few) or are all different. */
  readonly repeat?: boolean;
}

export const CORPUS = Array.from({ length: 20 }, (_, i) => ({
  id: `t${i}`,
  text: `message number ${i} of the corpus`,
}));
const ASKED_TWICE = 4;
const METRICS_EVERY_MS = 250;

const [predict, batch] = requestKinds(referenceService);
const nameOf = (texts: number): string => (texts === 0 ? "health" : texts === 1 ? "predict" : `batch-${texts}`);
const pathOf = (texts: number): string => (texts === 0 ? "/health" : texts === 1 ? "/predict" : "/predict_batch");

const tagsOf = (texts: number, more: Tags): Tags => ({
  [tag.endpoint]: nameOf(texts),
  [tag.role]: texts === 0 ? "health" : "inference",
  [tag.phase]: "measure",
  method: texts === 0 ? "GET" : "POST",
  name: pathOf(texts),
  ...(texts === 0 ? {} : { [tag.rows]: String(texts) }),
  ...more,
});

/** Users that send, and what they saw. */
class Driver {
  readonly #model: FaultyModel;
  readonly #clock: VirtualClock;
  readonly #load: SmallLoad;
  readonly #book: AnswerBook;
  readonly #from: number;
  readonly #fold: RecordingFold;
  readonly #tags = new Map<string, Tags>();
  readonly #samples: ServiceSample[] = [];
  readonly #startTimes: (number | undefined)[] = [];
  #next = 0;

  constructor(model: FaultyModel, clock: VirtualClock, load: SmallLoad, book: AnswerBook) {
    this.#model = model;
    this.#clock = clock;
    this.#load = load;
    this.#book = book;
    this.#from = clock.now();
    this.#fold = new RecordingFold(this.#from);
  }

  async run(): Promise<void> {
    await Promise.all([...Array.from({ length: this.#load.users }, () => this.#user()), this.#watch()]);
  }

  /** Until the last answer: requests under way at the end are counted, so their time is too. */
  recording(over: Partial<MeasuredRun>): MeasuredRun {
    const elapsedMs = this.#clock.now() - this.#from;
    const { users } = this.#load;
    const failing = failingTexts(this.#fold.asked(), ({ texts }, index) =>
      textsAt(index, texts, CORPUS.length, this.#choice).map((choice) => choice.text),
    );
    return measuredRun([], elapsedMs / 1000, {
      load: { model: "closed", users, ratePerSec: null, thinkMs: this.#load.thinkMs ?? 0, mix: {}, stages: [] },
      payload: { corpusHash: "0", texts: CORPUS.length, repeatShare: this.#choice.repeatShare },
      failingTexts: failing.map(({ text, ...counts }) => ({ input: CORPUS[text]?.id ?? "", ...counts })),
      service: {
        restarts: this.#startTimes.filter((t, i) => i > 0 && t !== this.#startTimes[i - 1]).length,
        samples: this.#samples,
      },
      endpoints: this.#fold.close(elapsedMs).endpoints,
      ...over,
    });
  }

  get #choice(): { readonly seed: number; readonly repeatShare: number } {
    return { seed: 1, repeatShare: this.#load.repeat === false ? 0 : 1 };
  }

  #isOver(): boolean {
    return this.#clock.now() - this.#from >= this.#load.durationMs;
  }

  async #user(): Promise<void> {
    const { thinkMs = 0, mix = [1] } = this.#load;
    const connection = {};
    while (!this.#isOver()) {
      const index = this.#next++;
      await this.#request(mix[index % mix.length] ?? 1, index, connection);
      // A reset comes back at once: without a pause the user would hammer in no time at all.
      await this.#clock.sleep(Math.max(1, thinkMs));
    }
  }

  async #request(texts: number, index: number, connection: object): Promise<void> {
    const sent = textsAt(index, texts, CORPUS.length, this.#choice).map(({ text, marker }) => {
      const known = CORPUS[text] ?? { id: "", text: "" };
      return marker === undefined ? known : { id: null, text: `${marker} ${known.text}` };
    });
    const body = texts === 1 ? { text: sent[0]?.text } : { texts: sent.map((s) => s.text) };
    const from = this.#clock.now();
    const reply = await this.#model.reply({ path: pathOf(texts), body, connection });
    const latencyMs = this.#clock.now() - from;
    const hasFailed = reply === "reset" || reply.status !== 200;
    if (texts > 0)
      this.#fold.add(
        metric.request,
        this.#clock.now(),
        index,
        this.#tagged(texts, hasFailed ? { [tag.failed]: "true" } : {}),
      );
    if (reply === "reset") {
      this.#emit(texts, latencyMs, { expected_response: "false", error_code: "1220", status: "0" });
    } else if (reply.status !== 200) {
      this.#emit(texts, latencyMs, { expected_response: "false", status: String(reply.status) });
    } else {
      this.#emit(texts, latencyMs, {});
      if (texts > 0)
        this.#judge(
          texts,
          sent.map((s) => s.id),
          reply.json,
        );
    }
  }

  #judge(texts: number, ids: readonly (string | null)[], json: unknown): void {
    const kind = texts === 1 ? predict : batch;
    if (kind === undefined) throw new Error("the reference contract has lost an endpoint");
    const mails = ids.map(() => ({ id: "", label: "", text: "" }));
    const read = readReply(kind.endpoint, replyOf(200, JSON.stringify(json) ?? ""), mails);
    const verdicts = judgeAnswers(read, ids, this.#book);
    const now = this.#clock.now();
    this.#fold.add(metric.checked, now, texts, this.#tagged(texts, {}));
    for (const fault of verdicts)
      if (fault !== undefined) this.#fold.add(metric.wrong, now, 1, this.#tagged(texts, { [tag.fault]: fault }));
  }

  #emit(texts: number, latencyMs: number, more: Tags): void {
    this.#fold.add("http_req_duration", this.#clock.now(), latencyMs, this.#tagged(texts, more));
  }

  #tagged(texts: number, more: Tags): Tags {
    const key = `${texts} ${JSON.stringify(more)}`;
    const known = this.#tags.get(key) ?? tagsOf(texts, more);
    this.#tags.set(key, known);
    return known;
  }

  async #watch(): Promise<void> {
    for (; !this.#isOver(); await this.#clock.sleep(METRICS_EVERY_MS)) {
      const values = this.#model.metrics();
      this.#startTimes.push(values.process_start_time_seconds);
      const t = (this.#clock.now() - this.#from) / 1000;
      const rssBytes = values.process_resident_memory_bytes ?? null;
      this.#samples.push({ t, rssBytes, cpuFraction: null, lagMsP99: null, queueDepth: null });
    }
  }
}

/** The answers at rest, some inputs asked twice. */
async function goldenOf(model: FaultyModel): Promise<GoldenSet> {
  const ask = async (text: string): Promise<Prediction[]> => {
    const reply = await model.reply({ path: "/predict", body: { text }, connection: {} });
    return reply !== "reset" && isPrediction(reply.json) ? [reply.json] : [];
  };
  const asked = [];
  for (const [i, { id, text }] of CORPUS.entries()) {
    asked.push({ id, answers: [...(await ask(text)), ...(i < ASKED_TWICE ? await ask(text) : [])] });
  }
  return takeGolden({ corpusHash: "0", takenAt: "", target: { url: "", profile: null } }, asked);
}

/** Loads a service that has `faults` with each of `loads` in turn and returns a recording of each. */
export async function smallLoads(
  faults: Partial<Faults>,
  loads: readonly SmallLoad[],
): Promise<readonly MeasuredRun[]> {
  const clock = new VirtualClock();
  const model = new FaultyModel(faults, clock);
  const set = await clock.run(goldenOf(model));
  const unstable = set.unstable.length;
  const golden = { takenAt: "", profile: null, own: true, inputs: CORPUS.length, unstable, correct: 0 };
  const runs: MeasuredRun[] = [];
  for (const load of loads) {
    const driver = new Driver(model, clock, load, answerBook(set));
    await clock.run(driver.run());
    runs.push(driver.recording({ golden }));
  }
  return runs;
}
