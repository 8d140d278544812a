import { expect, test } from "vitest";
import { naiveMultiply } from "../model/inference.ts";
import { classProbabilities, type Layer } from "../model/network.ts";
import { joinNetworks } from "./ensemble.ts";

const layer = (inputs: number, outputs: number, seed: number): Layer => ({
  inputs,
  outputs,
  weights: Float32Array.from({ length: inputs * outputs }, (_, i) => Math.sin(seed * 17.3 + i * 3.7)),
  bias: Float32Array.from({ length: outputs }, (_, i) => Math.cos(seed + i)),
});

test("the joined network answers with the mean of its members' outputs", () => {
  const members = [1, 2, 3].map((seed) => [layer(6, 5, seed), layer(5, 4, seed + 10), layer(4, 2, seed + 20)]);
  const labels = ["ham", "spam"];
  const vectors = { data: Float32Array.from({ length: 12 }, (_, i) => Math.sin(i)), count: 2, width: 6 };
  const logOdds = (layers: readonly Layer[]): number[] =>
    classProbabilities({ labels, layers }, vectors, naiveMultiply).map(([ham = 0, spam = 0]) => Math.log(spam / ham));
  const joined = joinNetworks(members);
  expect(joined.map(({ inputs, outputs }) => [inputs, outputs])).toEqual([
    [6, 15],
    [15, 12],
    [12, 2],
  ]);
  const alone = members.map(logOdds);
  for (const [i, odds] of logOdds(joined).entries()) {
    expect(odds).toBeCloseTo(alone.reduce((sum, each) => sum + (each[i] ?? 0), 0) / 3, 4);
  }
});
