// What each kind of metric keeps of all its samples, as it goes from one thread or process to another.

/** @typeParam Sketch how a trend's distribution is carried: as its state between threads, as text between processes */
export type SinkOf<Sketch> =
  | { readonly type: "counter"; readonly samples: number; readonly total: number }
  | { readonly type: "rate"; readonly total: number; readonly trues: number }
  | {
      readonly type: "gauge";
      readonly timeMs: number;
      readonly value: number;
      readonly min: number;
      readonly max: number;
    }
  | { readonly type: "trend"; readonly sketch: Sketch };
