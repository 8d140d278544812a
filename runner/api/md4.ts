// MD4 (RFC 1320), which OpenSSL 3 no longer has, and its HMAC (RFC 2104). Old services still ask for it; it protects
// nothing.

const BLOCK = 64;
/** Order of the words and shifts of each round (RFC 1320, 3.4). */
const ORDERS = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
  [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
] as const;
const SHIFTS = [
  [3, 7, 11, 19],
  [3, 5, 9, 13],
  [3, 9, 11, 15],
] as const;
const CONSTANTS = [0, 0x5a827999, 0x6ed9eba1] as const;

const mixed = (round: number, x: number, y: number, z: number): number => {
  if (round === 0) return (x & y) | (~x & z);
  return round === 1 ? (x & y) | (x & z) | (y & z) : x ^ y ^ z;
};

const rotated = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

/** The message with a one, zeros, and its length in bits as 64 bits, the low word first. */
function padded(message: Buffer): Buffer {
  const length = Math.ceil((message.length + 9) / BLOCK) * BLOCK;
  const whole = Buffer.alloc(length);
  message.copy(whole);
  whole[message.length] = 0x80;
  whole.writeBigUInt64LE(BigInt(message.length) * 8n, length - 8);
  return whole;
}

export function md4(message: Buffer): Buffer {
  let [a, b, c, d] = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  const whole = padded(message);
  for (let block = 0; block < whole.length; block += BLOCK) {
    const before = [a, b, c, d] as const;
    for (const [round, order] of ORDERS.entries()) {
      for (const [step, word] of order.entries()) {
        const sum = a + mixed(round, b, c, d) + whole.readInt32LE(block + word * 4) + (CONSTANTS[round] ?? 0);
        const turned = rotated(sum | 0, SHIFTS[round]?.[step % 4] ?? 0);
        [a, b, c, d] = [d, turned, b, c];
      }
    }
    a = (a + before[0]) | 0;
    b = (b + before[1]) | 0;
    c = (c + before[2]) | 0;
    d = (d + before[3]) | 0;
  }
  const digest = Buffer.alloc(16);
  for (const [index, word] of [a, b, c, d].entries()) digest.writeInt32LE(word, index * 4);
  return digest;
}

export function hmacMd4(secret: Buffer, message: Buffer): Buffer {
  const key = Buffer.alloc(BLOCK);
  (secret.length > BLOCK ? md4(secret) : secret).copy(key);
  const inner = md4(Buffer.concat([key.map((byte) => byte ^ 0x36), message]));
  return md4(Buffer.concat([key.map((byte) => byte ^ 0x5c), inner]));
}
