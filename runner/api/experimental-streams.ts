// The module `k6/experimental/streams`: the web's streams, Node's own.

import {
  CountQueuingStrategy,
  ReadableStream,
  ReadableStreamDefaultReader,
  WritableStream,
  WritableStreamDefaultWriter,
} from "node:stream/web";
import type { ModuleNamespace } from "../loader/script.ts";

const members = {
  CountQueuingStrategy,
  ReadableStream,
  ReadableStreamDefaultReader,
  WritableStream,
  WritableStreamDefaultWriter,
};

export const streamsModule = (): ModuleNamespace => ({ ...members, default: members });
