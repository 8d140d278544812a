// Colours of the charts, read from the page's styles so that light, dark and paper need no second list.

export interface Palette {
  readonly series: readonly string[];
  readonly text: string;
  readonly grid: string;
  readonly shade: string;
  readonly limit: string;
  readonly background: string;
}

const SERIES = 8;

export const readPalette = (): Palette => {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return {
    series: Array.from({ length: SERIES }, (_, i) => colour(`--c${i}`)),
    text: colour("--muted"),
    grid: colour("--grid"),
    shade: colour("--shade"),
    limit: colour("--limit"),
    background: colour("--bg"),
  };
};
