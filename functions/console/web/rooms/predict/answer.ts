/** What a model answered, as people read it. */
import type { PredictForm, PredictorAnswer } from '../../../../../shared/api/predicting.ts';
import { amount, number, percent } from '../../ui/format.ts';

type Target = PredictForm['target'];

/** The number of a regression; of a classification the probability of its label. */
export function valueIn(answer: PredictorAnswer, target: Target): number {
  if (target.task === 'classification') return answer.probabilities?.[answer.label ?? ''] ?? Number.NaN;
  return Number(answer[target.column]);
}

/** $423,631, or the class. */
export const headline = (answer: PredictorAnswer, target: Target): string =>
  target.task === 'classification' ? (answer.label ?? '') : amount(valueIn(answer, target), target.unit);

/** With its sign: +$12,300. */
export const signed = (value: number, told: (value: number) => string): string =>
  value > 0 ? `+${told(value)}` : told(value);

/** In the target's unit; of a probability in percent. */
export const toldIn =
  ({ task, unit }: Target) =>
  (value: number): string =>
    task === 'classification' ? percent(value) : amount(value, unit);

/** "1,800 sqft"; a text as it is. */
export const cell = (value: unknown, unit?: string | null): string => {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'number') return String(value);
  return unit ? amount(value, unit) : number(value);
};

export interface Scale {
  readonly from: number;
  readonly to: number;
}

/** From nought to the next round number: it stays where it is while the answer moves a little. */
export function scaleOf(values: readonly number[]): Scale {
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  return { from: least < 0 ? -roundUp(-least) : 0, to: most > 0 ? roundUp(most) : 0 };
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return (STEPS.find((step) => step * power >= value) ?? 10) * power;
}

const STEPS = [1, 1.5, 2, 3, 5, 7.5, 10];

/** Where a value is on it, 0 to 100. */
export const onScale = ({ from, to }: Scale, value: number): number =>
  Math.min(100, Math.max(0, (100 * (value - from)) / (to - from || 1)));

/** Of what was noted: the number or the class, and the interval where there is one. */
export function answerText(output: Readonly<Record<string, unknown>>, target: Target): string {
  if (target.task === 'classification') return String(output.label ?? '');
  return cell(output[target.column], target.unit);
}
