// Modules in CommonJS by `import`: a compiled one has a default export of its own, another is it.
import * as all from "./support/compiled.js";
import compiled, { other } from "./support/compiled.js";
import plain, { one } from "./support/plain-module.js";

export default function () {
  console.log(`said ${typeof compiled} ${other} ${compiled()} ${Object.keys(all).sort()}`);
  console.log(`said ${JSON.stringify(plain).replaceAll('"', "'")} ${one}`);
}
