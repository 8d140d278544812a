// Reads a profile from disk. Whatever is wrong with the file comes out as one line that names the file and says what.

import { open } from "node:fs/promises";
import { CliError } from "../../core/exit.ts";
import { ProfileTooLarge } from "../../core/profile/call-tree.ts";
import type { Profile } from "../../core/profile/profile.ts";
import { KNOWN_FORMATS, readAnyProfile } from "./profile-format.ts";
import { fileLimits, ProfileFormatError, type ReadOptions } from "./profile-reader.ts";

const MEGABYTE = 2 ** 20;

/** The profile in the file at `path`. @throws CliError when it cannot be read, is no profile, or holds nothing */
export async function readProfile(path: string, options: ReadOptions): Promise<Profile> {
  const content = await readBounded(path);
  try {
    return readAnyProfile(content, options);
  } catch (error) {
    if (error instanceof ProfileFormatError || error instanceof ProfileTooLarge) {
      throw new CliError(`cannot read ${path} as a profile: ${error.message}`, {
        hint: `Formats read: ${KNOWN_FORMATS}. A file that was cut off must be recorded again.`,
        cause: error,
      });
    }
    throw error;
  }
}

async function readBounded(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, "r");
    try {
      const facts = await file.stat();
      if (!facts.isFile()) throw new CliError(`${path} is no file`, { hint: "Give the path of one profile file." });
      if (facts.size > fileLimits.packedBytes) {
        throw new CliError(
          `${path} is ${Math.ceil(facts.size / MEGABYTE)} MB; profiles up to ${fileLimits.packedBytes / MEGABYTE} MB are read`,
          { hint: "Profile a shorter window or sample less often." },
        );
      }
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof CliError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new CliError(`cannot read ${path} (${code})`, { hint: "Check the path.", cause: error });
  }
}
