// Every dot product of the rows of one matrix with the rows of another, in 4 by 4 blocks. Training and the vectorised
// profile use it; it knows nothing of layers.

/** A view on rows of equal width: element (r, c) is `data[r * width + c]`. */
export interface Rows {
  readonly data: Float32Array;
  readonly count: number;
  readonly width: number;
}

/**
 * Writes a · bᵀ to `out` (a.count × b.count, row by row).
 *
 * Sixteen sums are kept in registers while eight numbers are read, where the naive product reads two for each
 * sum: that, and not fewer multiplications, is the gain. Every sum runs in the same order as in the naive product.
 */
export function rowProducts(a: Rows, b: Rows, out: Float32Array, outWidth: number = b.count): void {
  const evenA = a.count - (a.count % 4);
  const evenB = b.count - (b.count % 4);
  for (let i = 0; i < evenA; i += 4) {
    for (let j = 0; j < evenB; j += 4) block(a.data, b.data, a.width, i, j, out, outWidth);
    edge(a, b, i, i + 4, evenB, b.count, out, outWidth);
  }
  edge(a, b, evenA, a.count, 0, b.count, out, outWidth);
}

const edge = (
  a: Rows,
  b: Rows,
  fromA: number,
  toA: number,
  fromB: number,
  toB: number,
  out: Float32Array,
  outWidth: number,
): void => {
  for (let i = fromA; i < toA; i++) {
    for (let j = fromB; j < toB; j++) out[i * outWidth + j] = dot(a.data, i * a.width, b.data, j * b.width, a.width);
  }
};

/** The dot product of `width` numbers of `a` from `atA` with those of `b` from `atB`. */
export const dot = (a: Float32Array, atA: number, b: Float32Array, atB: number, width: number): number => {
  let sum = 0;
  for (let k = 0; k < width; k++) sum += (a[atA + k] ?? 0) * (b[atB + k] ?? 0);
  return sum;
};

const block = (
  a: Float32Array,
  b: Float32Array,
  width: number,
  i: number,
  j: number,
  out: Float32Array,
  outWidth: number,
): void => {
  const a0 = i * width;
  const a1 = (i + 1) * width;
  const a2 = (i + 2) * width;
  const a3 = (i + 3) * width;
  const b0 = j * width;
  const b1 = (j + 1) * width;
  const b2 = (j + 2) * width;
  const b3 = (j + 3) * width;
  let s00 = 0,
    s01 = 0,
    s02 = 0,
    s03 = 0;
  let s10 = 0,
    s11 = 0,
    s12 = 0,
    s13 = 0;
  let s20 = 0,
    s21 = 0,
    s22 = 0,
    s23 = 0;
  let s30 = 0,
    s31 = 0,
    s32 = 0,
    s33 = 0;
  for (let k = 0; k < width; k++) {
    const x0 = a[a0 + k] ?? 0;
    const x1 = a[a1 + k] ?? 0;
    const x2 = a[a2 + k] ?? 0;
    const x3 = a[a3 + k] ?? 0;
    const y0 = b[b0 + k] ?? 0;
    const y1 = b[b1 + k] ?? 0;
    const y2 = b[b2 + k] ?? 0;
    const y3 = b[b3 + k] ?? 0;
    s00 += x0 * y0;
    s01 += x0 * y1;
    s02 += x0 * y2;
    s03 += x0 * y3;
    s10 += x1 * y0;
    s11 += x1 * y1;
    s12 += x1 * y2;
    s13 += x1 * y3;
    s20 += x2 * y0;
    s21 += x2 * y1;
    s22 += x2 * y2;
    s23 += x2 * y3;
    s30 += x3 * y0;
    s31 += x3 * y1;
    s32 += x3 * y2;
    s33 += x3 * y3;
  }
  const o0 = i * outWidth + j;
  out[o0] = s00;
  out[o0 + 1] = s01;
  out[o0 + 2] = s02;
  out[o0 + 3] = s03;
  const o1 = (i + 1) * outWidth + j;
  out[o1] = s10;
  out[o1 + 1] = s11;
  out[o1 + 2] = s12;
  out[o1 + 3] = s13;
  const o2 = (i + 2) * outWidth + j;
  out[o2] = s20;
  out[o2 + 1] = s21;
  out[o2 + 2] = s22;
  out[o2 + 3] = s23;
  const o3 = (i + 3) * outWidth + j;
  out[o3] = s30;
  out[o3 + 1] = s31;
  out[o3 + 2] = s32;
  out[o3 + 3] = s33;
};
