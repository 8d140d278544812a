// Text that somebody else wrote (a service, a script, a log) before it is printed: one line that can neither move the
// cursor, nor set a title or a clipboard, nor pass for a line of ours, nor for a command to the CI that reads the log.

/** Of a line that is shown, in characters. Shortened first: what follows costs time by length. */
const LONGEST_LINE = 2000;

/**
 * Control sequences (ECMA-48): CSI with its parameters; OSC, DCS, SOS, PM and APC up to their terminator or the line's
 * end; any other escape with the character behind it. In 7 bits and in the 8-bit forms of C1.
 */
const SEQUENCES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c\r\n]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -~]?/g;

/** What is left of C0 and C1, line and paragraph separators. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** Characters that turn the direction of what follows: a file name can be made to end otherwise (Trojan Source). */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * GitHub Actions reads `::name::` at the beginning of a line, after blanks, and `##[name]` anywhere in it as commands
 * (actions/runner, ActionCommand.cs).
 */
const withoutCommands = (line: string): string => line.replace(/^(\s*):(?=:)/, "$1: ").replace(/##(?=\[)/g, "# #");

/** The text as one harmless line; line breaks become spaces. */
export const outsideLine = (text: string, most: number = LONGEST_LINE): string =>
  withoutCommands(text.slice(0, most).replace(SEQUENCES, "").replace(CONTROLS, " ").replace(DIRECTIONS, "").trimEnd());

/** The same for a text of several lines, such as a stack: its line breaks stay, each line is made harmless. */
export const outsideLines = (text: string, most: number = LONGEST_LINE): string =>
  text
    .split(/\r?\n/)
    .map((line) => outsideLine(line, most))
    .join("\n");

/**
 * Text of ours for a terminal, with what may have come into it from outside: colours and the cursor's movements stay,
 * titles, clipboards, links and everything else that a terminal obeys become visible.
 */
export const terminalText = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  text.replace(/\u001b(?!\[[0-9;?]*[A-Za-z])|[\u0000-\u0007\u000b\u000c\u000e-\u001a\u007f-\u009f]/g, "\ufffd");
