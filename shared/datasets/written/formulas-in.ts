/** Formulas in a written declaration are texts: here they become expressions, each fault with its place. */
import { type Fault, within } from '../checks/fault.ts';
import { isObject } from '../checks/keywords.ts';
import { readFormula } from '../formulas/read.ts';
import { FormulaError } from '../formulas/tokens.ts';

/** What is of another form than a declaration has stays as it is: the checks tell of it. */
export function withFormulas(declared: unknown): { readonly value: unknown; readonly faults: Fault[] } {
  const faults: Fault[] = [];
  if (!isObject(declared)) return { value: declared, faults };
  const { derived, features } = declared;
  const read = (one: unknown, at: string): unknown => withFormula(one, at, faults);
  const value = {
    ...declared,
    ...(isObject(derived)
      ? { derived: eachOf(derived, (one, key) => read(one, within('derived', key))) }
      : {}),
    ...(Array.isArray(features)
      ? { features: features.map((one, i) => read(one, within('features', i))) }
      : {}),
  };
  return { value, faults };
}

const eachOf = (of: object, make: (one: unknown, key: string) => unknown): object =>
  Object.fromEntries(Object.entries(of).map(([key, one]) => [key, make(one, key)]));

function withFormula(one: unknown, at: string, faults: Fault[]): unknown {
  if (!isObject(one) || typeof one.of !== 'string') return one;
  try {
    return { ...one, of: readFormula(one.of) };
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    faults.push({ at: within(at, 'of'), message: error.message });
    return one;
  }
}
