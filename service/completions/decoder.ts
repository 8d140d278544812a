// Continuous batching, as inference servers for language models do it: each step gives one more word to every text
// under way, texts join and leave between steps, and past a number of texts new ones wait. So words come slower the
// more users there are, and the first one waits for a place: what streaming metrics are there to show.

import { mix32, type Random, seededRandom } from "../../lib/core/random.ts";
import type { LanguageModel } from "./language-model.ts";

export interface Completion {
  readonly prompt: string;
  /** Words at most. */
  readonly maxTokens: number;
  readonly temperature: number;
  readonly seed: number;
  /** Called once for each word. */
  readonly onToken: (text: string) => void;
  readonly onEnd: (why: "stop" | "length") => void;
}

/** One text under way. */
interface Place {
  readonly asked: Completion;
  readonly random: Random;
  readonly context: number[];
  written: number;
}

/** Texts that get a word in each step; the others wait. */
export const PLACES = 16;

/** Words of the prompt that are looked at: the model has no longer memory. */
const CONTEXT = 2;

export class Decoder {
  readonly #model: LanguageModel;
  readonly #defer: (step: () => void) => void;
  readonly #waiting: Completion[] = [];
  #places: Place[] = [];
  #stepping = false;

  /** @param defer runs a step later, after whatever else waits (sockets) had its turn */
  constructor(model: LanguageModel, defer: (step: () => void) => void = setImmediate) {
    this.#model = model;
    this.#defer = defer;
  }

  /** Texts asked for and without a place yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Asks for a text. @returns a function that gives it up, after which nothing more is called */
  start(asked: Completion): () => void {
    this.#waiting.push(asked);
    if (!this.#stepping) {
      this.#stepping = true;
      this.#defer(this.#step);
    }
    return () => {
      this.#places = this.#places.filter((place) => place.asked !== asked);
      const at = this.#waiting.indexOf(asked);
      if (at >= 0) this.#waiting.splice(at, 1);
    };
  }

  readonly #step = (): void => {
    for (const asked of this.#waiting.splice(0, Math.max(0, PLACES - this.#places.length))) {
      const context = this.#model.encode(asked.prompt).slice(-CONTEXT);
      this.#places.push({ asked, random: seededRandom(mix32(asked.seed, 1)), context: [...context], written: 0 });
    }
    const ended = new Set(this.#places.filter((place) => this.#ended(place)));
    this.#places = this.#places.filter((place) => !ended.has(place));
    this.#stepping = this.#places.length + this.#waiting.length > 0;
    if (this.#stepping) this.#defer(this.#step);
  };

  /** Writes one word; true when the text is over. */
  #ended(place: Place): boolean {
    const { asked, random, context } = place;
    const word = this.#model.next(context, asked.temperature, random);
    if (word === undefined) {
      asked.onEnd("stop");
      return true;
    }
    context.push(word);
    place.written += 1;
    asked.onToken(this.#model.decode(word));
    if (place.written < asked.maxTokens) return false;
    asked.onEnd("length");
    return true;
  }
}
