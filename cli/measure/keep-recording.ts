// Where a recording goes when its place cannot be written any more: a disk that filled up during the run must not cost
// what the run saw.

import { tmpdir } from "node:os";
import { join } from "node:path";
import { CliError } from "../../lib/core/exit.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { writeRecording } from "../../lib/node/recording-file.ts";

export interface Kept {
  /** Undefined when it is nowhere. */
  readonly path: string | undefined;
  /** Why it is not where it belongs; absent when it is. */
  readonly misplaced?: CliError;
}

/** Writes the recording under `resultsDir`, else in the temporary directory. */
export async function keepRecording(resultsDir: string, recording: Recording): Promise<Kept> {
  try {
    return { path: await writeRecording(resultsDir, recording) };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const elsewhere = join(tmpdir(), `tailgate-kept-${process.pid}`);
    const path = await writeRecording(elsewhere, recording).catch(() => undefined);
    const where = path === undefined ? "the recording is lost" : `the recording is in ${path} instead`;
    return {
      path,
      misplaced: new CliError(`${error.message}; ${where}`, {
        code: error.code,
        ...(error.hint === undefined ? {} : { hint: error.hint }),
        cause: error,
      }),
    };
  }
}
