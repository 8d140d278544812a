// The values under the cursor, in a small box beside it and, for a screen reader, in the chart's read-out.

import type uPlot from "uplot";

export interface Reading {
  readonly title: string;
  readonly lines: readonly { readonly name: string; readonly value: string; readonly className: string }[];
}

/** Shows what `read` says about the index under the cursor. */
export function tooltip(read: (index: number) => Reading): uPlot.Plugin {
  const box = document.createElement("div");
  box.className = "tip";
  box.hidden = true;
  return {
    hooks: {
      ready: (u) => void u.over.append(box),
      setCursor: (u) => {
        const { idx, left = -1 } = u.cursor;
        box.hidden = idx === null || idx === undefined || left < 0;
        if (idx === null || idx === undefined || box.hidden) return;
        const reading = read(idx);
        box.replaceChildren(...nodesOf(reading));
        box.classList.toggle("left", left > u.over.clientWidth / 2);
        // The property, not the attribute: the page's policy forbids style attributes.
        box.style.left = `${left}px`;
      },
    },
  };
}

const nodesOf = (reading: Reading): Node[] => {
  const title = document.createElement("b");
  title.textContent = reading.title;
  return [
    title,
    ...reading.lines.map((line) => {
      const row = document.createElement("div");
      const swatch = document.createElement("span");
      swatch.className = `swatch ${line.className}`;
      const value = document.createElement("i");
      value.textContent = line.value;
      row.append(swatch, line.name, value);
      return row;
    }),
  ];
};

/** The reading as one sentence. */
export const readingText = (reading: Reading): string =>
  `${reading.title}: ${reading.lines.map((line) => `${line.name} ${line.value}`).join(", ")}`;
