// The production checklist as text and as Markdown. A box is ticked by evidence or not at all.

import type { ChecklistItem } from "../../lib/core/checklist/checklist.ts";
import { prose } from "./markdown-text.ts";

const words: Readonly<Record<ChecklistItem["state"], string>> = {
  done: "done",
  failed: "failed",
  "not-measured": "not measured",
};

const boxes: Readonly<Record<ChecklistItem["state"], string>> = { done: "[x]", failed: "[ ]", "not-measured": "[ ]" };

export const checklistText = (items: readonly ChecklistItem[]): string =>
  items.map((item) => `${boxes[item.state]} ${item.text}\n    ${words[item.state]}: ${item.evidence}\n`).join("");

export const checklistMarkdown = (items: readonly ChecklistItem[]): string =>
  `## Production Deployment Checklist\n\n${items
    .map((item) => `- ${boxes[item.state]} ${prose(item.text)}: **${words[item.state]}**. ${prose(item.evidence)}`)
    .join("\n")}\n`;
