// What k6 takes as the value of a flag of each kind. k6 is stricter on its command line than in a script: a duration
// needs its unit there, and a wrong value is a wrong command line (255), not wrong options (104).

/** A duration with units; days and bare numbers, which scripts may use, are refused by k6 here. */
const DURATION = /^[+-]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h))+)$/;
const INTEGER = /^[+-]?(0x[\da-f_]+|0b[01_]+|0o?[0-7_]+|[1-9][\d_]*|0)$/i;

export type FlagKind = "text" | "switch" | "integer" | "duration";

/** The words k6 takes for true and false; undefined for others, which include "yes" and "tRue". */
export const readSwitch = (text: string): boolean | undefined =>
  /^(1|t|T|true|TRUE|True)$/.test(text) ? true : /^(0|f|F|false|FALSE|False)$/.test(text) ? false : undefined;

/** A whole number, also hexadecimal, binary, octal (010 is 8, as in k6) and with underscores; undefined for others. */
export function readInteger(text: string): number | undefined {
  if (!INTEGER.test(text)) return undefined;
  const sign = text.startsWith("-") ? -1 : 1;
  const digits = text.replace(/^[+-]/, "").replaceAll("_", "");
  return sign * Number(digits.replace(/^0o?(?=[0-7])/i, "0o"));
}

/** What is wrong with a value, as the end of a sentence; undefined when k6 would take it. */
export function problemWith(kind: FlagKind, value: string): string | undefined {
  switch (kind) {
    case "text":
      return undefined;
    case "switch":
      return readSwitch(value) === undefined ? "must be true or false" : undefined;
    case "integer":
      return readInteger(value) === undefined ? "must be a whole number" : undefined;
    case "duration":
      return DURATION.test(value) ? undefined : 'must be a duration with its unit, such as "30s" or "1m30s"';
  }
}

/** What is wrong with `duration:target`; a missing target is found where scenarios are checked, as in k6. */
export function problemWithStage(stage: string): string | undefined {
  const [duration = "", ...rest] = stage.trim().split(":");
  const target = rest.join(":");
  return (
    problemWith("duration", duration) ??
    (target === "" || readInteger(target) !== undefined ? undefined : "must have a whole number as its target")
  );
}
