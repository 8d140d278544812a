// How a command is written: a function that adds itself to the program and does its work through a World.

import type { Command as Program } from "commander";
import type { World } from "../lib/core/world.ts";

/** Adds one command to the program; its action resolves to the exit code and is handed to `done`. */
export type Command = (program: Program, world: World, done: (exitCode: number) => void) => void;
