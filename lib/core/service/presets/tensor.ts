// A tensor of the Open Inference Protocol.

export interface Tensor {
  readonly name: string;
  /** The first dimension counts the rows. */
  readonly shape: readonly number[];
  readonly datatype: string;
  readonly data: readonly unknown[];
}
