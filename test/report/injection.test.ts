// No text can leave its place: each format is read back with a reader of its own, and its structure must be what it is
// for a plain word.

import fc from "fast-check";
import { lexer, type Token } from "marked";
import { describe, expect, test } from "vitest";
import { checklist } from "../../lib/core/checklist/checklist.ts";
import { noTargets } from "../../lib/core/ledger/guide-plan.ts";
import { buildLedger } from "../../lib/core/ledger/ledger.ts";
import { comparisonModel } from "../../report/model/comparison-model.ts";
import { runModel } from "../../report/model/run-model.ts";
import { renderers } from "../../report/renderers.ts";
import { checklistMarkdown } from "../../report/text/checklist.ts";
import { ledgerMarkdown } from "../../report/text/ledger.ts";
import { comparisonWith, hostileText, recordingWith } from "./hostile-text.ts";
import { shown } from "./sample-models.ts";

/** A run and a comparison, one after the other, so that every property holds for both. */
const render = (format: keyof typeof renderers, text: string): string =>
  [runModel(recordingWith(text)), comparisonModel(comparisonWith(text), [])]
    .map((model) => renderers[format](model, shown))
    .join("\n");

const runs = { numRuns: 25 };

/** Tags with their attribute names, in order; the values of attributes and all text are dropped. */
const markupSkeleton = (text: string): string[] =>
  [...text.replace(/<script type="application\/json"[\s\S]*?<\/script>/, "<data>").matchAll(/<[^>]*>/g)]
    .map(([tag]) => tag.replace(/"[^"]*"/g, '""'))
    // A backquoted word in a sentence is shown as code: the one mark-up that text may ask for.
    .filter((tag) => !/^<\/?code>$/.test(tag));

const kinds = (tokens: readonly Token[]): string[] =>
  tokens.flatMap((token): string[] => {
    if (token.type === "text" || token.type === "escape" || token.type === "codespan") {
      return "tokens" in token && token.tokens !== undefined ? kinds(token.tokens) : [];
    }
    if (token.type === "table") {
      const rows = [token.header, ...token.rows];
      return [`table ${rows.map((row: { tokens: Token[] }[]) => row.length).join()}`];
    }
    if (token.type === "list")
      return ["list", ...token.items.flatMap((item: { tokens: Token[] }) => ["item", ...kinds(item.tokens)])];
    return [token.type, ...("tokens" in token && token.tokens !== undefined ? kinds(token.tokens) : [])];
  });

/** Cells are looked at too: a link inside of one would not change the table's shape. */
const inCells = (tokens: readonly Token[]): string[] =>
  tokens.flatMap((token): string[] =>
    token.type === "table"
      ? [token.header, ...token.rows].flatMap((row: { tokens: Token[] }[]) => row.flatMap((cell) => kinds(cell.tokens)))
      : [],
  );

describe("text from outside", () => {
  test("cannot become markup in the page", () => {
    const plain = markupSkeleton(render("html", "word"));
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(markupSkeleton(render("html", text))).toEqual(plain);
      }),
      runs,
    );
  });

  test("cannot end the page's data", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const page = render("html", text);
        const [, data = ""] = /<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(page) ?? [];
        expect(data).not.toMatch(/<!--|<\//);
        expect(JSON.parse(data).endpoints).toHaveLength(5);
      }),
      runs,
    );
  });

  test("cannot become elements or illegal characters in JUnit", () => {
    const plain = markupSkeleton(render("junit", "word"));
    fc.assert(
      fc.property(hostileText, (text) => {
        const xml = render("junit", text);
        expect(markupSkeleton(xml)).toEqual(plain);
        expect([...xml].filter((c) => c < " " && !"\t\n\r".includes(c))).toEqual([]);
        expect(xml).not.toMatch(/[\uFFFE\uFFFF]/);
        expect(() => encodeURIComponent(xml)).not.toThrow();
        expect(xml).not.toMatch(/&(?!(?:amp|lt|gt|quot|#\d+);)/);
      }),
      runs,
    );
  });

  test.each(["markdown", "github-summary", "github-comment"] as const)("cannot become structure in %s", (format) => {
    const plain = lexer(render(format, "word"), { gfm: true });
    fc.assert(
      fc.property(hostileText, (text) => {
        const markdown = render(format, text);
        const tokens = lexer(markdown, { gfm: true });
        expect(kinds(tokens)).toEqual(kinds(plain));
        expect(inCells(tokens)).toEqual([]);
        // Mentions, references and commands are GitHub's own additions, which a Markdown reader does not see.
        expect(markdown).not.toMatch(/@(?!\u2060)|^\s*::|##\[|(?<!&)#\d/m);
      }),
      runs,
    );
  });

  test("stays inside its workflow command", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const lines = render("github-annotations", text)
          .trimEnd()
          .split(/\r\n|\r|\n/);
        for (const line of lines.filter((l) => l !== ""))
          expect(line).toMatch(/^::(notice|warning|error) title=Tailgate(%3A [a-z]+)?::/);
        expect(lines.filter((line) => line !== "").length).toBeLessThanOrEqual(10);
      }),
      runs,
    );
  });

  test("stays in its CSV cell and is no formula", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const csv = render("csv", text);
        const rows = csv.trimEnd().split("\r\n").slice(1, 6);
        expect(rows).toHaveLength(5);
        for (const row of rows) {
          const cells = row.match(/"(?:[^"]|"")*"|[^,"]+|(?<=,)(?=,|$)/g) ?? [];
          expect(cells).toHaveLength(11);
          expect(cells[0]).not.toMatch(/^"\s*[=+\-@]/);
        }
      }),
      runs,
    );
  });

  test("cannot become structure in the ledger and the checklist", () => {
    const markdownOf = (text: string): string => {
      const recordings = ["baseline", text].map((label) => ({ ...recordingWith(text), label }));
      const comparisons = [{ label: text, comparison: comparisonWith(text) }];
      const plan = (label: string) => ({ label, name: label, expected: null, targets: noTargets });
      const ledger = buildLedger({
        phases: [plan("baseline"), plan(text)],
        recordings,
        comparisons,
        maxUsers: new Map(),
      });
      const items = checklist({ before: "baseline", after: text, recordings, comparisons, profiledLabels: [] });
      return `${ledgerMarkdown(ledger)}\n${checklistMarkdown(items)}`;
    };
    const plain = kinds(lexer(markdownOf("word"), { gfm: true }));
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(kinds(lexer(markdownOf(text), { gfm: true }))).toEqual(plain);
      }),
      runs,
    );
  });

  test("appears in no format when it is a secret", () => {
    const secret = "hunter22hunter22";
    const carriers = [
      `https://user:${secret}@host/predict?key=${secret}`,
      `Authorization: Bearer ${secret}`,
      `x-api-key: ${secret}`,
      `{"token":"${secret}"}`,
    ];
    for (const text of carriers) {
      for (const renderer of Object.values(renderers)) {
        expect(renderer(runModel(recordingWith(text)), shown)).not.toContain(secret);
        expect(renderer(comparisonModel(comparisonWith(text), []), shown)).not.toContain(secret);
      }
    }
  });
});
