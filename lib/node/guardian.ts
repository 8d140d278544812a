// A small shell that outlives this process, to clean up after an end that leaves no time for it (SIGKILL, an
// out-of-memory kill): when our end of its standard input closes, it ends the process groups it was told of and removes
// the files. It knows nothing that is secret: group numbers and paths.

import { type ChildProcess, spawn } from "node:child_process";

/**
 * Reads `+ GROUP`, `- GROUP` and `f PATH`, a line each, until the end of its input. SIGTERM first: a service may have
 * files of its own to remove.
 */
const SCRIPT = `
groups=
while read -r what name; do
  case $what in
    +) groups="$groups $name" ;;
    -) kept=; for g in $groups; do [ "$g" = "$name" ] || kept="$kept $g"; done; groups=$kept ;;
    f) set -- "$@" "$name" ;;
  esac
done
for g in $groups; do kill -s TERM -- "-$g"; done
[ $# -eq 0 ] || rm -rf -- "$@"
for wait in 1 2 3 4 5; do
  left=
  for g in $groups; do kill -s 0 -- "-$g" && left="$left $g"; done
  [ -n "$left" ] || exit 0
  sleep 1
done
for g in $left; do kill -s KILL -- "-$g"; done
`;

let shell: ChildProcess | undefined;

/** Begun when there is something to guard; where there is no shell nothing is guarded. */
function tell(line: string): void {
  if (shell === undefined) {
    // A session of its own: what ends our terminal's processes must not end it.
    shell = spawn("/bin/sh", ["-c", SCRIPT], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
    shell.on("error", () => undefined);
    shell.stdin?.on("error", () => undefined);
    // It must not keep this process alive.
    shell.unref();
    const { stdin } = shell;
    if (stdin !== null && "unref" in stdin && typeof stdin.unref === "function") stdin.unref();
  }
  shell.stdin?.write(`${line}\n`);
}

/** Ends this process group when this process is gone. */
export const guardGroup = (group: number): void => tell(`+ ${group}`);

/** The group has ended: its number may be another's from now on. */
export const groupEnded = (group: number): void => tell(`- ${group}`);

/** Removes this file or folder when this process is gone. A path with a line break is not guarded. */
export const guardFile = (path: string): void => {
  if (!path.includes("\n")) tell(`f ${path}`);
};
