// Numbers and times as the charts write them.

/** Three significant digits, with a unit. */
export const valueText = (value: number | null | undefined, unit: string): string => {
  if (value === null || value === undefined) return "–";
  const text = value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
  return unit === "" || unit.startsWith("/") ? text + unit : `${text} ${unit}`;
};

/** m:ss since the start of the run. */
export const clockText = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, "0")}`;
