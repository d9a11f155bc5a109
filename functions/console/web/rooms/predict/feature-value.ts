/** The value of a feature as people know it: what was given where it is no more than that, else what the model sees. */
import type { FeatureWords } from '../../../../../shared/datasets/feature-words.ts';
import { t } from '../../texts/texts.ts';
import { amount, number } from '../../ui/format.ts';
import type { Inputs } from './inputs.ts';

export function featureValue(words: FeatureWords, value: number | null, inputs: Inputs): string {
  const { unit, column, taken } = words;
  if (column !== undefined) return givenValue(inputs[column]?.trim() ?? '', unit);
  if (value === null) return t().predict.unknown;
  if (taken === 'log') return amount(Math.exp(value), unit ?? null);
  if (taken === 'log1p') return number(Math.round(Math.expm1(value)));
  return amount(value, unit ?? null);
}

function givenValue(text: string, unit: string | undefined): string {
  if (text === '') return t().predict.unknown;
  // A code may be made of digits; what has a unit is a number.
  return unit && Number.isFinite(Number(text)) ? amount(Number(text), unit) : text;
}
