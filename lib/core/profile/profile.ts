// The one profile in memory: who ran, below whom, for how long. Whatever format a profile came from, views, analysis
// and diff see this. It holds no addresses and no order in time: those only matter to viewers.

/**
 * What the figures are. `cpu-sampling`: samples of CPU time. `wall-sampling`: samples by the wall clock, so waiting
 * for a core or in a blocking call counts. `deterministic`: every call was timed (cProfile).
 */
export type ProfileKind = "cpu-sampling" | "wall-sampling" | "deterministic";

export interface ProfileFunction {
  readonly name: string;
  /** Path or URL as the profiler saw it (or as the source map says); empty for native code and pseudo functions. */
  readonly file: string;
  /** Where the function begins, from 1; null when the format does not say. */
  readonly line: number | null;
  /** From 1; tells functions on the same line apart. */
  readonly column: number | null;
}

/** The load under which a profile was taken; null fields are not known. */
export interface ProfileLoad {
  readonly scenario: string | null;
  /** Profile of the reference service (baseline, p1, …); null for any other service. */
  readonly serviceProfile: string | null;
  readonly users: number | null;
  readonly ratePerSec: number | null;
  /** Requests answered inside the profiled window. */
  readonly requests: number | null;
  /** Texts in those requests, and how many of them came in requests with more than one. */
  readonly texts: number | null;
  readonly batchTexts: number | null;
  /** Share of requests that draw from the popular texts (0..1). */
  readonly repeatShare: number | null;
  /** What the same load looked like from outside, in the blocks without the profiler. */
  readonly endpoints: readonly EndpointSeen[];
}

/** One endpoint's answers under load. */
export interface EndpointSeen {
  readonly name: string;
  /** Texts a request; null when it carries none. */
  readonly batchSize: number | null;
  readonly count: number;
  readonly meanMs: number;
  readonly maxMs: number;
}

/** What is known of a profile besides its calls; every writer carries it and every reader finds it again. */
export interface ProfileFacts {
  readonly kind: ProfileKind;
  /** The profiler, in words: "cProfile", "py-spy 0.4.2", "V8 (node v20.19.0)". */
  readonly source: string;
  /** Length of the profiled window by the wall clock; null when the format does not say. */
  readonly durationUs: number | null;
  /** Null when the format has weights only. Then no node of the tree has a sample count either. */
  readonly sampleCount: number | null;
  /** The sampling interval asked for. */
  readonly intervalUs: number | null;
  readonly load: ProfileLoad;
  /** Assumptions and limits a reader of the figures must know; whole sentences. */
  readonly notes: readonly string[];
}

/** One distinct stack: the functions from the root down to here. Parents stand before their children. */
export interface TreeNode {
  /** Index into `functions`. */
  readonly fn: number;
  /** Index into `nodes`; -1 for a root. */
  readonly parent: number;
  /** Time in this very stack, in whole microseconds. */
  readonly selfUs: number;
  /** 0 everywhere when `sampleCount` is null. */
  readonly samples: number;
}

/** Stacks, as every sampler records them. */
export interface CallTree {
  readonly shape: "tree";
  readonly nodes: readonly TreeNode[];
}

/** Sums per function and per caller-callee pair, as cProfile records them: there are no stacks to show. */
export interface CallGraph {
  readonly shape: "graph";
  readonly totals: readonly GraphTotal[];
  readonly edges: readonly GraphEdge[];
}

/** One function's sums; times in microseconds, not rounded. */
export interface GraphTotal {
  readonly fn: number;
  readonly calls: number;
  /** Calls that were not recursive. */
  readonly primitiveCalls: number;
  readonly selfUs: number;
  readonly cumulativeUs: number;
}

/** What `callee` cost when called from `caller`. */
export interface GraphEdge {
  readonly caller: number;
  readonly callee: number;
  readonly calls: number;
  readonly primitiveCalls: number;
  readonly selfUs: number;
  readonly cumulativeUs: number;
}

export interface Profile extends ProfileFacts {
  readonly functions: readonly ProfileFunction[];
  readonly calls: CallTree | CallGraph;
}

/** A profile that has stacks. */
export interface TreeProfile extends Profile {
  readonly calls: CallTree;
}

export const hasStacks = (profile: Profile): profile is TreeProfile => profile.calls.shape === "tree";

export const UNKNOWN_LOAD: ProfileLoad = {
  scenario: null,
  serviceProfile: null,
  users: null,
  ratePerSec: null,
  requests: null,
  texts: null,
  batchTexts: null,
  repeatShare: null,
  endpoints: [],
};

export const ANONYMOUS = "(anonymous)";

/** The frame under which the stacks of one thread stand when a profile holds several. */
export const threadFunction = (title: string): ProfileFunction => ({
  name: `thread ${title}`,
  file: THREAD_FILE,
  line: null,
  column: null,
});

const THREAD_FILE = "(thread)";

/** Whether a function stands for a whole thread and not for code. */
export const isThread = (fn: ProfileFunction): boolean => fn.file === THREAD_FILE;
