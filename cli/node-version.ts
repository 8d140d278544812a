// The Node that this needs, as package.json's `engines` has it. Said in a line before anything else is loaded: an older
// one would end in the syntax of a dependency.

const LEAST = [20, 19] as const;

/** What to tell who runs it with `version` ("20.20.2"); undefined when that is new enough. */
export function tooOld(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1])) return undefined;
  return `error: Node ${version} is too old\nhint: Install Node ${LEAST.join(".")} or newer (https://nodejs.org).\n`;
}
