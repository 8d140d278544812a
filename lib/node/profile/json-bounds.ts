// Looks over JSON text before it is parsed: nesting, containers and strings that no profile has would take gigabytes
// in memory, however small the text.

import { ProfileFormatError } from "./profile-reader.ts";

const MOST = { depth: 64, containers: 5_000_000, strings: 10_000_000 } as const;

const code = { quote: 0x22, backslash: 0x5c, openBracket: 0x5b, closeBracket: 0x5d, openBrace: 0x7b, closeBrace: 0x7d };

/** @throws ProfileFormatError when the text would become too large in memory; whether it is JSON is not looked at */
export function checkJsonBounds(text: Uint8Array): void {
  let depth = 0;
  let containers = 0;
  let strings = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const c = text[index];
    if (inString) {
      if (c === code.backslash) index++;
      else if (c === code.quote) inString = false;
    } else if (c === code.quote) {
      inString = true;
      if (++strings > MOST.strings) throw new ProfileFormatError(`it holds more than ${MOST.strings} strings`);
    } else if (c === code.openBracket || c === code.openBrace) {
      if (++containers > MOST.containers)
        throw new ProfileFormatError(`it holds more than ${MOST.containers} lists and objects`);
      if (++depth > MOST.depth) throw new ProfileFormatError(`it is nested deeper than ${MOST.depth}`);
    } else if (c === code.closeBracket || c === code.closeBrace) depth--;
  }
}
