/** What every search begins with. */
import { families } from '../models/families.ts';
import type { Family } from '../models/family.ts';
import type { Candidate } from './candidate.ts';

/** The defaults of every family, slowest first, so that two workers end together. */
export function firstRound(): Candidate[] {
  const slowest: readonly Family[] = ['boosting', 'forest', 'linear', 'tree'];
  const all = slowest.flatMap((family) =>
    families[family].defaults.map((parameters) => ({ family, parameters })),
  );
  // With a small budget each family comes once before any comes twice.
  const first = all.filter(({ family }, i) => all.findIndex((other) => other.family === family) === i);
  return [...first, ...all.filter((planned) => !first.includes(planned))];
}
