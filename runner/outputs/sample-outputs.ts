// Every sample of a run in files of k6's formats: `--out json=…` and `--out csv=…`.

import { resolve } from "node:path";
import type { SampleSink } from "../../lib/core/metric-sample.ts";
import type { MetricStore } from "../metrics/metric-store.ts";
import type { RunOptions } from "../options/run-options.ts";
import type { ThresholdSpec } from "../thresholds/threshold-set.ts";
import { type CsvTime, csvLines } from "./csv-lines.ts";
import { jsonLines } from "./json-lines.ts";
import { OutputFile } from "./output-file.ts";

export type OutputChoice =
  /** Without a path it is standard output. */
  | { readonly kind: "json"; readonly path: string | undefined }
  | { readonly kind: "csv"; readonly path: string | undefined; readonly time: CsvTime };

type Add = (text: string) => void;

interface Known {
  readonly store: MetricStore;
  readonly options: RunOptions;
}

/** A threshold as k6 shows it: its text, or with what goes with it. */
const written = ({ expression, abortOnFail, delayAbortEvalMs }: ThresholdSpec): unknown =>
  abortOnFail
    ? {
        threshold: expression.source,
        abortOnFail,
        delayAbortEval: delayAbortEvalMs > 0 ? `${delayAbortEvalMs / 1000}s` : null,
      }
    : expression.source;

const linesOf = (choice: OutputChoice, { store, options }: Known, add: Add): SampleSink => {
  if (choice.kind === "csv") {
    const { header, line } = csvLines(options.http.systemTags, choice.time);
    add(header);
    return (...sample) => add(line(...sample));
  }
  const line = jsonLines((name) => {
    const metric = store.metric(name);
    return metric && { metric, thresholds: (options.thresholds.get(name) ?? []).map(written) };
  });
  return (...sample) => add(line(...sample));
};

export class SampleOutputs {
  readonly #targets: readonly { readonly choice: OutputChoice; readonly add: Add; readonly close: () => void }[];
  #sinks: readonly SampleSink[] = [];

  /** Opens the files. @throws CliError (255) for one that cannot be written */
  constructor(choices: readonly OutputChoice[], cwd: string, stdout: Add) {
    this.#targets = choices.map((choice) => {
      if (choice.path === undefined) return { choice, add: stdout, close: () => undefined };
      const file = new OutputFile(resolve(cwd, choice.path));
      return { choice, add: (text) => file.add(text), close: () => file.close() };
    });
  }

  /** Once the options are known; samples before that are of no run. */
  start(known: Known): void {
    this.#sinks = this.#targets.map(({ choice, add }) => linesOf(choice, known, add));
  }

  /** Passes samples on, and writes them. */
  tee(sink: SampleSink): SampleSink {
    if (this.#targets.length === 0) return sink;
    return (...sample) => {
      sink(...sample);
      for (const output of this.#sinks) output(...sample);
    };
  }

  close(): void {
    for (const { close } of this.#targets) close();
  }
}
