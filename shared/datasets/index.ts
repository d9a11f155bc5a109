/** The data sets that are known. A new one is a folder here and a line in this list. */
import { isDeepStrictEqual } from 'node:util';
import { checkDataset } from './check.ts';
import { DeclarationError } from './checks/fault.ts';
import type { Dataset } from './declaration.ts';
import { diabetes } from './diabetes/index.ts';
import { realtor } from './realtor/index.ts';

const known = new Map<string, Dataset>([realtor, diabetes].map((dataset) => [dataset.name, dataset]));

export const datasets = (): readonly Dataset[] => [...known.values()];

/** @throws when there is none of that name, with the names that there are. */
export function datasetNamed(name: string): Dataset {
  const found = known.get(name);
  if (!found)
    throw new Error(`no data set "${name.slice(0, 100)}", there are: ${[...known.keys()].join(', ')}`);
  return found;
}

/**
 * Makes one more known to this process: one that lives outside this repository, or in a test. The same one twice is one.
 * @param from where it is written, for who reads of its mistakes
 * @throws DeclarationError when it is wrong, with every mistake, or when another has its name
 */
export function addDataset(value: unknown, from?: string): void {
  checkDataset(value, from);
  const other = known.get(value.name);
  if (other && !isDeepStrictEqual(other, value))
    throw new DeclarationError(
      `two data sets are called "${value.name}"${from ? `, one of them in ${from}` : ''}`,
    );
  known.set(value.name, value);
}
