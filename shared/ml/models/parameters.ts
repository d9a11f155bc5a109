/** Settings of a fit with their defaults filled in. */
import type { Parameters } from './family.ts';

/**
 * @throws Error for a setting that the family does not know, or that is no number
 */
export function settings<Settings extends Parameters>(
  family: string,
  defaults: Settings,
  given: Parameters,
): { readonly [Name in keyof Settings]: number } {
  for (const [name, value] of Object.entries(given)) {
    if (!(name in defaults)) {
      throw new Error(`${family} has no setting "${name}": it has ${Object.keys(defaults).join(', ')}`);
    }
    if (!Number.isFinite(value))
      throw new Error(`${family} setting "${name}" is ${value}: expected a number`);
  }
  return { ...defaults, ...given };
}
