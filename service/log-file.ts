// The service's log: lines of JSON appended to a real file of bounded size. Both loggers, the loud one of the baseline
// and the quiet one, write here, so that what logging costs is really paid.

import { closeSync, fstatSync, ftruncateSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CliError } from "../lib/core/exit.ts";
import { guardFile } from "../lib/node/guardian.ts";

/** The file starts anew past this size: an hour of the baseline's log would fill a disk. */
const MAX_BYTES = 64 * 1024 * 1024;
const CHECK_EVERY_BYTES = 1024 * 1024;

export interface LogFile {
  readonly path: string;
  /** The descriptor, opened for appending. */
  readonly fd: number;
  /** Appends one line and returns when the kernel has it. */
  writeLine(line: string): void;
  /** Counts bytes that another writer put into `fd`, so that the size stays bounded. */
  wrote(bytes: number): void;
  /** Closes it; a temporary file is removed. */
  close(): void;
}

const open = (path: string): number => {
  try {
    return openSync(path, "a");
  } catch (error) {
    throw new CliError(`cannot write the service's log ${path}`, {
      hint: "Choose a file in a directory that exists and can be written to.",
      cause: error,
    });
  }
};

/**
 * Opens a log. Worker threads open the same path again: appended lines do not mix, and any of the writers may start
 * the file anew.
 *
 * @param path where to; undefined takes a file in the temporary directory that `close` removes
 * @throws CliError when the file cannot be opened
 */
export function openLogFile(path?: string): LogFile {
  const file = path ?? join(tmpdir(), `tailgate-service-${process.pid}-${nextNumber++}.log`);
  const fd = open(file);
  if (path === undefined) guardFile(file);
  let unchecked = 0;
  const wrote = (bytes: number): void => {
    unchecked += bytes;
    if (unchecked < CHECK_EVERY_BYTES) return;
    unchecked = 0;
    const status = fstatSync(fd);
    if (status.isFile() && status.size > MAX_BYTES) ftruncateSync(fd, 0);
  };
  return {
    path: file,
    fd,
    wrote,
    writeLine: (line) => wrote(writeSync(fd, `${line}\n`)),
    close: () => {
      closeSync(fd);
      if (path === undefined) rmSync(file, { force: true });
    },
  };
}

let nextNumber = 1;
