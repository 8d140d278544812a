// The errors k6's modules throw at scripts: `String(error)` begins with "GoError: ", and scripts may look for that.

class GoError extends Error {
  override readonly name = "GoError";
}

export const goError = (message: string): Error => new GoError(message);
