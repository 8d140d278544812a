// What a stack is doing besides its category: whether it is on a pool's thread, works item by item, or waits for a
// write. Read from names, like the categories, and inherited from caller to callee.

import type { ProfileFunction } from "./profile.ts";

/** One bit each, so that a stack's traits are one number. */
export const trait = {
  /** Work of a thread pool: not on the event loop. */
  pool: 1,
  /** Arithmetic for one item at a time: matrix times vector, a loop over predict. */
  perItem: 2,
  /** Arithmetic for many items at once. */
  blocked: 4,
  /** A write that the thread waits for. */
  syncWrite: 8,
  /** Serves HTTP or turns the event loop of the service. */
  serving: 16,
} as const;

const POOL =
  /concurrent\/futures\/thread|\/threading\.py$|^threading\.py$|(^|\/)(piscina|tinypool|workerpool)\/|anyio\/_backends/;
const PER_ITEM = /naive|per_?item|one_?by_?one|mat_?vec|gemv|^dot$|predict_?one|single_?item|item_?by_?item/i;
const BLOCKED = /row_?products|mat_?mul|gemm|blocked|vectori[sz]ed|batch_?product|block$/i;
const SYNC_WRITE = /(write|flush|append)\w*Sync|^writeSync|^fsync|flushSync|^write(Utf8)?String$|^writeBuffer$/;
const PYTHON_LOG_WRITE = /logging\/__init__\.py$/;
const SERVING =
  /^node:(_http|internal\/http|net$|internal\/net)|\/node_modules\/(fastify|express|koa|hono)\/|(uvicorn|starlette|asyncio|h11|werkzeug|gunicorn|tornado|aiohttp)(\/|\.py)/;

/** The traits of a function by its own name and file. */
export function traitsOf(fn: ProfileFunction): number {
  let traits = 0;
  if (POOL.test(fn.file)) traits |= trait.pool;
  if (PER_ITEM.test(fn.name)) traits |= trait.perItem;
  if (BLOCKED.test(fn.name)) traits |= trait.blocked;
  if (SYNC_WRITE.test(fn.name) || (PYTHON_LOG_WRITE.test(fn.file) && /^(emit|flush)$/.test(fn.name))) {
    traits |= trait.syncWrite;
  }
  if (SERVING.test(fn.file)) traits |= trait.serving;
  return traits;
}

export const has = (traits: number, one: number): boolean => (traits & one) !== 0;
