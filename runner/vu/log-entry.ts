// One line of a run's log, and how k6 writes it: as text (logfmt, k6's default), as JSON, or the bare message.

export type LogLevel = "debug" | "info" | "warning" | "error";

export interface LogEntry {
  readonly level: LogLevel;
  readonly text: string;
  /** When, ms since 1970. */
  readonly at: number;
  /** More about it, by name; `source` is "console" for what scripts write. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** Takes what is to be logged; the time is now. */
export type Log = (level: LogLevel, text: string, fields?: LogEntry["fields"]) => void;

export type LogFormat = "text" | "json" | "raw";

const quoted = (text: string): string => (/^[\w\-./@^+]*$/.test(text) ? text : JSON.stringify(text));

/** Without a line end. */
export function formatEntry({ level, text, at, fields = {} }: LogEntry, format: LogFormat): string {
  const time = new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
  const more = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  switch (format) {
    case "raw":
      return text;
    case "json": {
      const all = Object.entries({ ...fields, level, msg: text, time });
      return JSON.stringify(Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1))));
    }
    case "text": {
      const parts = [`time="${time}"`, `level=${level}`, ...(text === "" ? [] : [`msg=${quoted(text)}`])];
      return [...parts, ...more.map(([name, value]) => `${name}=${quoted(value)}`)].join(" ");
    }
  }
}
