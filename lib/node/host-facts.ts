// What the measuring machine is, as far as a comparison must know. The id is a hash: it names nobody.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { cpus, hostname, release, totalmem, type } from "node:os";
import type { Host } from "../core/recording.ts";

const machineId = (): string => {
  try {
    return readFileSync("/etc/machine-id", "utf8").trim() || hostname();
  } catch {
    return hostname();
  }
};

/** Facts about this machine. */
export function hostFacts(): Host {
  const processors = cpus();
  const cpuModel = processors[0]?.model.trim() ?? "unknown";
  const memoryBytes = totalmem();
  const identity = [machineId(), cpuModel, processors.length, memoryBytes].join("|");
  return {
    id: createHash("sha256").update(identity).digest("hex").slice(0, 12),
    cpuModel,
    cores: processors.length,
    memoryBytes,
    kernel: `${type()} ${release()}`,
    node: process.version,
  };
}
