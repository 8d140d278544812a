// The endpoints and the proportions in which they are asked.

export type EndpointName = "predict" | "batch-5" | "batch-25" | "batch-50" | "health";

/** Texts a request; null for an endpoint that takes none. */
export const batchSizes: Readonly<Record<EndpointName, number | null>> = {
  predict: 1,
  "batch-5": 5,
  "batch-25": 25,
  "batch-50": 50,
  health: null,
};

/** How many requests of each endpoint in a round; a round is shuffled, so proportions are exact over whole rounds. */
export type Mix = Readonly<Partial<Record<EndpointName, number>>>;

export const endpointNames = (mix: Mix): readonly EndpointName[] => {
  const all: readonly EndpointName[] = ["predict", "batch-5", "batch-25", "batch-50", "health"];
  return all.filter((name) => (mix[name] ?? 0) > 0);
};

const isEndpointName = (name: string): name is EndpointName => Object.hasOwn(batchSizes, name);

/** Requests a round may have: the proportions hold over whole rounds, so a round must be short. */
const LONGEST_ROUND = 1000;

/** Reads `predict:15,batch-50:1`; undefined when it names no endpoint, an unknown one or one twice, or no whole numbers. */
export function parseMix(text: string): Mix | undefined {
  const mix: Partial<Record<EndpointName, number>> = {};
  for (const part of text.split(",")) {
    const [name = "", share = "", ...more] = part.trim().split(":");
    const n = Number(share);
    if (!isEndpointName(name) || mix[name] !== undefined || more.length > 0) return undefined;
    if (share === "" || !Number.isInteger(n) || n < 1) return undefined;
    mix[name] = n;
  }
  return Object.values(mix).reduce((a, b) => a + b, 0) <= LONGEST_ROUND ? mix : undefined;
}

/** As `parseMix` reads it. */
export const writeMix = (mix: Mix): string =>
  endpointNames(mix)
    .map((name) => `${name}:${mix[name]}`)
    .join(",");
