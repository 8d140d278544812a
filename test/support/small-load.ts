// A closed load of a second or two against a real socket, folded into a recording as an engine's samples would be: for
// tests of what reads recordings, without an engine.

import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { Agent } from "undici";
import { type AnswerBook, answerBook } from "../../lib/core/answers/answer-book.ts";
import { judgeAnswer, judgeBatch, type TextVerdict } from "../../lib/core/answers/judge-answer.ts";
import { takeGolden } from "../../lib/core/answers/take-golden.ts";
import { RecordingFold } from "../../lib/core/fold/recording-fold.ts";
import { metric, type Tags, tag } from "../../lib/core/metric-sample.ts";
import type { ServiceSample } from "../../lib/core/recording.ts";
import { isPrediction, type Prediction } from "../../lib/core/service-contract.ts";
import type { MeasuredRun } from "../../lib/core/validity/rule.ts";
import { measuredRun } from "./measured-run.ts";

export interface SmallLoad {
  readonly users: number;
  readonly durationMs: number;
  readonly thinkMs?: number;
  /** Endpoints in turn: texts a request, 0 for /health. */
  readonly mix?: readonly number[];
  /** Whether texts repeat (a few) or are all different. */
  readonly repeat?: boolean;
}

/** The sampling interval of the lag, which is part of what it reports. */
const LAG_RESOLUTION_MS = 5;

const CORPUS = Array.from({ length: 20 }, (_, i) => ({ id: `t${i}`, text: `message number ${i} of the corpus` }));

const nameOf = (texts: number): string => (texts === 0 ? "health" : texts === 1 ? "predict" : `batch-${texts}`);
const pathOf = (texts: number): string => (texts === 0 ? "/health" : texts === 1 ? "/predict" : "/predict_batch");

const tagsOf = (texts: number, more: Tags): Tags => ({
  [tag.endpoint]: nameOf(texts),
  [tag.phase]: "measure",
  method: texts === 0 ? "GET" : "POST",
  name: pathOf(texts),
  ...(texts === 0 ? {} : { [tag.texts]: String(texts) }),
  ...more,
});

interface Sent {
  readonly status: number;
  readonly json: unknown;
}

/** Users that send, and what they saw. */
class Driver {
  readonly #url: string;
  readonly #load: SmallLoad;
  readonly #book: AnswerBook;
  readonly #fold = new RecordingFold(Date.now());
  readonly #agent: Agent;
  readonly #tags = new Map<string, Tags>();
  readonly #samples: ServiceSample[] = [];
  readonly #startTimes: number[] = [];
  readonly #lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
  readonly #from = performance.now();
  #next = 0;
  #elapsedMs = 0;

  constructor(url: string, load: SmallLoad, book: AnswerBook) {
    this.#url = url;
    this.#load = load;
    this.#book = book;
    this.#agent = new Agent({ connections: load.users, pipelining: 1, keepAliveTimeout: 30_000 });
  }

  async run(): Promise<void> {
    this.#lag.enable();
    const users = Array.from({ length: this.#load.users }, () => this.#user());
    await Promise.all([...users, this.#watch()]);
    this.#lag.disable();
    this.#elapsedMs = performance.now() - this.#from;
    await this.#agent.destroy();
  }

  recording(over: Partial<MeasuredRun>): MeasuredRun {
    // Until the last answer: requests under way at the end are counted, so their time is too.
    const { endpoints } = this.#fold.close(this.#elapsedMs);
    const seconds = this.#elapsedMs / 1000;
    const restarts = this.#startTimes.filter((t, i) => i > 0 && t !== this.#startTimes[i - 1]).length;
    const { users } = this.#load;
    const about: Partial<MeasuredRun> = {
      load: { model: "closed", users, ratePerSec: null, thinkMs: 400, mix: { predict: 1 }, stages: [] },
      payload: { corpusHash: "0", texts: CORPUS.length, repeatShare: this.#load.repeat === false ? 0 : 1 },
      service: { restarts, samples: this.#samples },
      endpoints,
      ...over,
    };
    return measuredRun([], seconds, about, { lagMsP99: this.#lag.percentile(99) / 1e6 - LAG_RESOLUTION_MS });
  }

  async #user(): Promise<void> {
    const { durationMs, thinkMs = 0, mix = [1] } = this.#load;
    while (performance.now() - this.#from < durationMs) {
      const index = this.#next++;
      await this.#request(mix[index % mix.length] ?? 1, index);
      if (thinkMs > 0) await delay(thinkMs);
    }
  }

  async #request(texts: number, index: number): Promise<void> {
    const chosen = Array.from(
      { length: texts },
      (_, i) => CORPUS[(index * 7 + i) % CORPUS.length] ?? { id: "", text: "" },
    );
    const sent = chosen.map((c) => (this.#load.repeat === false ? { id: null, text: `${index} ${c.text}` } : c));
    const from = performance.now();
    const got = await this.#send(
      texts,
      sent.map((s) => s.text),
    );
    const latencyMs = performance.now() - from;
    if (got === undefined)
      return this.#emit(texts, latencyMs, { expected_response: "false", error_code: "1220", status: "0" });
    if (got.status !== 200)
      return this.#emit(texts, latencyMs, { expected_response: "false", status: String(got.status) });
    this.#emit(texts, latencyMs, {});
    if (texts > 0)
      this.#judge(
        texts,
        sent.map((s) => s.id),
        got.json,
      );
  }

  async #send(texts: number, sent: readonly string[]): Promise<Sent | undefined> {
    const body = texts === 1 ? { text: sent[0] } : { texts: sent };
    try {
      const response = await this.#agent.request({
        origin: this.#url,
        path: pathOf(texts),
        method: texts === 0 ? "GET" : "POST",
        ...(texts === 0 ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      });
      return { status: response.statusCode, json: await response.body.json() };
    } catch {
      return undefined;
    }
  }

  #judge(texts: number, ids: readonly (string | null)[], json: unknown): void {
    const verdicts: readonly TextVerdict[] =
      texts === 1 ? [judgeAnswer(json, ids[0] ?? null, this.#book)] : judgeBatch(json, ids, this.#book);
    const now = Date.now();
    this.#fold.add(metric.checked, now, texts, this.#tagged(texts, {}));
    for (const fault of verdicts)
      if (fault !== undefined) this.#fold.add(metric.wrong, now, 1, this.#tagged(texts, { [tag.fault]: fault }));
  }

  #emit(texts: number, latencyMs: number, more: Tags): void {
    this.#fold.add("http_req_duration", Date.now(), latencyMs, this.#tagged(texts, more));
  }

  #tagged(texts: number, more: Tags): Tags {
    const key = `${texts} ${JSON.stringify(more)}`;
    const known = this.#tags.get(key) ?? tagsOf(texts, more);
    this.#tags.set(key, known);
    return known;
  }

  /** A service that crashes takes this connection with it. */
  async #metrics(): Promise<string | undefined> {
    try {
      return await (await fetch(`${this.#url}/metrics`)).text();
    } catch {
      return undefined;
    }
  }

  async #watch(): Promise<void> {
    while (performance.now() - this.#from < this.#load.durationMs) {
      const text = await this.#metrics();
      await delay(METRICS_EVERY_MS);
      if (text === undefined) continue;
      const value = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);
      this.#startTimes.push(value("process_start_time_seconds"));
      const t = (performance.now() - this.#from) / 1000;
      const rssBytes = value("process_resident_memory_bytes");
      this.#samples.push({ t, rssBytes, cpuFraction: null, lagMsP99: null, queueDepth: null });
    }
  }
}

const ASKED_TWICE = 4;
const METRICS_EVERY_MS = 60;

/** The answers at rest, some inputs asked twice. */
async function golden(url: string) {
  const ask = async (text: string): Promise<Prediction[]> => {
    const response = await fetch(`${url}/predict`, { method: "POST", body: JSON.stringify({ text }) });
    const json: unknown = response.ok ? await response.json() : undefined;
    return isPrediction(json) ? [json] : [];
  };
  const asked = [];
  for (const [i, { id, text }] of CORPUS.entries()) {
    asked.push({ id, answers: [...(await ask(text)), ...(i < ASKED_TWICE ? await ask(text) : [])] });
  }
  return takeGolden({ corpusHash: "0", takenAt: "", target: { url, profile: null } }, asked);
}

/** Loads a service with each of `loads` in turn and returns a recording of each. */
export async function smallLoads(url: string, loads: readonly SmallLoad[]): Promise<readonly MeasuredRun[]> {
  const set = await golden(url);
  const runs: MeasuredRun[] = [];
  for (const load of loads) {
    const driver = new Driver(url, load, answerBook(set));
    await driver.run();
    const facts = {
      takenAt: "",
      profile: null,
      own: true,
      inputs: CORPUS.length,
      unstable: set.unstable.length,
      correct: 0,
    };
    runs.push(driver.recording({ golden: facts }));
  }
  return runs;
}
