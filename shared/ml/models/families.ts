/** All kinds of candidates. A new one is an entry here. */
import type { Family, FamilyDefinition } from './family.ts';
import { linear } from './linear/linear.ts';
import { boosting } from './trees/boosting-family.ts';
import { tree } from './trees/decision-tree.ts';
import { forest } from './trees/forest.ts';

export const families: Readonly<Record<Family, FamilyDefinition>> = { linear, tree, forest, boosting };

export function isFamily(name: string): name is Family {
  return Object.hasOwn(families, name);
}
