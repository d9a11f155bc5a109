/** A declaration as a file of YAML: what `readDeclaration` reads back as the same. */
import { stringify } from 'yaml';
import type { Dataset, Derived } from '../declaration.ts';
import { printFormula } from '../formulas/print.ts';

/** @throws when a feature holds code ("group"), which no file can */
export function writeDeclaration(dataset: Dataset): string {
  const { derived, features } = dataset;
  const coded = features.find(({ kind }) => kind === 'group');
  if (coded) throw new Error(`feature "${coded.name}" of "${dataset.name}" holds code, which no file can`);
  const written = {
    ...dataset,
    derived: Object.fromEntries(Object.entries(derived).map(([name, one]) => [name, inWords(one)])),
    features: features.map((one) => (one.kind === 'formula' ? inWords(one) : one)),
  };
  return stringify(written, { lineWidth: 100, aliasDuplicateObjects: false });
}

const inWords = <T extends { readonly of: Derived['of'] }>(one: T): Omit<T, 'of'> & { of: string } => ({
  ...one,
  of: printFormula(one.of),
});
