/** Finds the mistakes in a declaration before any data meets it: all of them, each with its place. */
import { columnFaults } from './checks/columns.ts';
import { DeclarationError, type Fault, faultText, within } from './checks/fault.ts';
import { isObject } from './checks/keywords.ts';
import { learningFaults } from './checks/learning.ts';
import { nameFaults } from './checks/names.ts';
import { type Parts, partsOf } from './checks/parts.ts';
import { rangeFaults } from './checks/ranges.ts';
import { declaration } from './checks/schema.ts';
import { shapeFaults } from './checks/shape.ts';
import { writingFaults } from './checks/writing.ts';
import type { Dataset } from './declaration.ts';
import { validateRequest } from './schema.ts';

/**
 * @param from where it is written, for who reads of its mistakes
 * @throws DeclarationError that lists every mistake
 */
export function checkDataset(value: unknown, from?: string): asserts value is Dataset {
  const faults = faultsOf(value);
  if (faults.length === 0) return;
  const whose = `the declaration of ${nameOf(value)}${from ? ` in ${from}` : ''}`;
  throw new DeclarationError(faultText(whose, faults));
}

const nameOf = (value: unknown): string =>
  isObject(value) && typeof value.name === 'string' ? `data set "${value.name.slice(0, 60)}"` : 'a data set';

/** All that is wrong, in the order of checks: the form first, then what one part has to do with another. */
export function faultsOf(value: unknown): Fault[] {
  const shape = shapeFaults(declaration, value);
  const parts = partsOf(value, shape);
  const between = checks.flatMap((check) => check(parts));
  return [...shape, ...between, ...(shape.length + between.length === 0 ? example(value) : [])];
}

const checks: readonly ((parts: Parts) => Fault[])[] = [
  nameFaults,
  columnFaults,
  rangeFaults,
  writingFaults,
  learningFaults,
];

/** The example is a request as any other. */
function example(value: unknown): Fault[] {
  const dataset = value as Dataset;
  const checked = validateRequest(dataset, dataset.example);
  if (!('problems' in checked)) return [];
  return checked.problems.map(({ field, message }) => ({ at: within('example', field), message }));
}
