// Which TCP ports a process listens on, and which process listens on a port, from Linux's /proc. Other systems have no
// such files: then nothing is known and the caller must be told the address.

import { readdir, readFile, readlink } from "node:fs/promises";

const LISTEN = "0A";

const read = async (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");

/** Listening sockets of a network table: inode to port. */
async function listeningInodes(pid: number): Promise<ReadonlyMap<string, number>> {
  const tables = await Promise.all([read(`/proc/${pid}/net/tcp`), read(`/proc/${pid}/net/tcp6`)]);
  const inodes = new Map<string, number>();
  for (const line of tables.join("\n").split("\n")) {
    const fields = line.trim().split(/\s+/);
    const port = Number.parseInt(fields[1]?.split(":")[1] ?? "", 16);
    if (fields[3] === LISTEN && fields[9] !== undefined && port > 0) inodes.set(fields[9], port);
  }
  return inodes;
}

async function socketInodes(pid: number): Promise<readonly string[]> {
  const names = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => "")));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

/** The ports that a process listens on; empty when there is no /proc or the process is not ours. */
export async function portsOf(pid: number): Promise<readonly number[]> {
  const [inodes, sockets] = await Promise.all([listeningInodes(pid), socketInodes(pid)]);
  return sockets.flatMap((inode) => inodes.get(inode) ?? []);
}

/** The process that listens on a port; undefined when it cannot be told. */
export async function processListeningOn(port: number): Promise<number | undefined> {
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number);
  for (const pid of pids) if ((await portsOf(pid)).includes(port)) return pid;
  return undefined;
}

/** The program a process runs: the file name of its executable; undefined when it cannot be told. */
export async function programOf(pid: number): Promise<string | undefined> {
  const path = await readlink(`/proc/${pid}/exe`).catch(() => undefined);
  return path
    ?.replace(/ \(deleted\)$/, "")
    .split("/")
    .at(-1);
}
