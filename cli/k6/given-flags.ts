// A command line read as k6 reads its own: flags anywhere, `--flag value` and `--flag=value`, switches that take a value
// only after "=", short flags joined (-qu 2), with their value attached (-u2) or not. It knows no flag by name.

import { CliError, exit } from "../../lib/core/exit.ts";
import { type FlagKind, problemWith, readInteger, readSwitch } from "./flag-values.ts";

export interface FlagSpec {
  readonly kind: FlagKind;
  /** One letter. */
  readonly short?: string;
  /** The value of a text flag that is given alone: others take the next argument. */
  readonly alone?: string;
  /** k6 has it, the runner does not: using it is an error, switching it off is not. */
  readonly refused?: true;
}

const wrong = (message: string, hint?: string): CliError =>
  new CliError(message, { code: exit.k6Usage, ...(hint !== undefined && { hint }) });

/** What was given: flags by name, as often as they were given, and everything else. */
export class GivenFlags<Name extends string> {
  readonly operands: readonly string[];
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(values: ReadonlyMap<string, readonly string[]>, operands: readonly string[]) {
    this.#values = values;
    this.operands = operands;
  }

  /** Every value, in order; undefined when the flag was not given. */
  all(name: Name): readonly string[] | undefined {
    return this.#values.get(name);
  }

  /** The last value: it wins. */
  text(name: Name): string | undefined {
    return this.all(name)?.at(-1);
  }

  integer(name: Name): number | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : readInteger(value);
  }

  isOn(name: Name): boolean | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : readSwitch(value);
  }
}

type Entry = readonly [name: string, spec: FlagSpec];

class FlagReader {
  readonly values = new Map<string, string[]>();
  readonly operands: string[] = [];
  readonly #entries: readonly Entry[];
  readonly #queue: string[];

  constructor(argv: readonly string[], entries: readonly Entry[]) {
    this.#entries = entries;
    this.#queue = [...argv];
  }

  read(): void {
    for (let argument = this.#queue.shift(); argument !== undefined; argument = this.#queue.shift()) {
      if (argument === "--") this.operands.push(...this.#queue.splice(0));
      else if (argument.startsWith("--")) this.#long(argument);
      else if (argument.startsWith("-") && argument !== "-") this.#shorts(argument.slice(1));
      else this.operands.push(argument);
    }
  }

  #long(argument: string): void {
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
    if (name === undefined) throw wrong(`bad flag syntax: ${argument}`);
    const entry = this.#entries.find(([known]) => known === name);
    if (entry === undefined) throw wrong(`unknown flag: --${name}`);
    this.#keep(entry, value);
  }

  #shorts(letters: string): void {
    const letter = letters.slice(0, 1);
    const rest = letters.slice(1);
    const entry = this.#entries.find(([, { short }]) => short === letter);
    if (entry === undefined) throw wrong(`unknown shorthand flag: '${letter}' in -${letters}`);
    if (rest.length > 1 && rest.startsWith("=")) this.#keep(entry, rest.slice(1));
    else if (entry[1].kind !== "switch") this.#keep(entry, rest === "" ? undefined : rest);
    else {
      this.#keep(entry, undefined);
      if (rest !== "") this.#shorts(rest);
    }
  }

  #keep([name, { kind, short, refused, alone }]: Entry, attached: string | undefined): void {
    if (refused === true && !(kind === "switch" && readSwitch(attached ?? "true") === false)) {
      throw wrong(`--${name} is not supported by the embedded runner`, "Run the script with the k6 binary for that.");
    }
    const value = attached ?? alone ?? (kind === "switch" ? "true" : this.#queue.shift());
    if (value === undefined) throw wrong(`flag needs an argument: --${name}`);
    const problem = problemWith(kind, value);
    const shown = short === undefined ? `--${name}` : `-${short}, --${name}`;
    if (problem !== undefined) throw wrong(`invalid argument "${value}" for "${shown}": it ${problem}`);
    this.values.set(name, [...(this.values.get(name) ?? []), value]);
  }
}

/** @throws CliError (255, as k6 exits) for the first flag that is unknown, refused, or has a wrong value or none */
export function readFlags<Name extends string>(
  argv: readonly string[],
  known: Readonly<Record<Name, FlagSpec>>,
): GivenFlags<Name> {
  const reader = new FlagReader(argv, Object.entries<FlagSpec>(known));
  reader.read();
  return new GivenFlags(reader.values, reader.operands);
}
