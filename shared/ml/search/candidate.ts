/** A family of models with its settings, and what a search knows of those that were tried. */
import { families } from '../models/families.ts';
import type { Family, Parameters } from '../models/family.ts';
import type { Progress } from './halving.ts';

export interface Candidate {
  readonly family: Family;
  readonly parameters: Parameters;
}

export interface Tried extends Candidate {
  /** null or absent for a trial that failed. */
  readonly score?: number | null | undefined;
  /** Given up at a rung; the score is that of what had been learned. */
  readonly stopped?: boolean | undefined;
  readonly curve?: readonly Progress[] | undefined;
}

/** Names in order, so that settings that went through JSON or a database compare equal. */
export function keyOf({ family, parameters }: Candidate): string {
  return JSON.stringify([family, Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** With a value for every setting that the family has. */
export function settingsOf({ family, parameters }: Candidate): Parameters {
  return { ...families[family].settings, ...parameters };
}
