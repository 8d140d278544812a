// What a pattern evaluates when values are taken apart: defaults, computed keys, the objects of member targets. Where
// the values go is the heap's business.

import type { AnyNode } from "acorn";
import type { Walk } from "./walk.ts";

/** Walks a parameter, the target of an assignment, or a declared pattern. */
export function visitPattern(walk: Walk, node: AnyNode): void {
  switch (node.type) {
    case "AssignmentPattern":
      visitPattern(walk, node.left);
      walk.heap.assign(node.left, walk.evaluate(node.right));
      break;
    case "ObjectPattern":
      for (const property of node.properties) {
        if (property.type === "Property" && property.computed) walk.evaluate(property.key);
        visitPattern(walk, property.type === "Property" ? property.value : property.argument);
      }
      break;
    case "ArrayPattern":
      for (const element of node.elements) if (element) visitPattern(walk, element);
      break;
    case "RestElement":
      visitPattern(walk, node.argument);
      break;
    case "MemberExpression":
      walk.evaluate(node.object);
      if (node.computed) walk.visit(node.property);
      break;
  }
}
