// How a command is typed, said in one place for every report: by its one name, whoever installed it and wherever.

/** `typed("diagnose", label)`: "tailgate diagnose baseline". */
export const typed = (...words: readonly string[]): string => ["tailgate", ...words].join(" ");
